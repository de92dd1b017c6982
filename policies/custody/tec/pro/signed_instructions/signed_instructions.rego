# METADATA
# scope: package
# title: Signed payment instructions with replay protection
# description: >-
#   An instruction that anybody could have written, or that works twice, moves money nobody ordered.
#   `payments.instruction` must name a signature algorithm with a public key that is not broken, and say that the
#   signature is verified, that a nonce or a timestamp is checked (`nonce_or_timestamp: true`), and that an
#   instruction is refused after at most 300 seconds (`window_seconds`).
# custom:
#   id: TEC-PRO-05
#   severity: critical
#   indicator: TEC.PRO
#   tier: core
#   veto: true
#   veto_basis: house
#   veto_default: "off"
#   profiles: [cn]
#   threshold_basis: house
#   applies_to: [NetworkProfile]
#   clauses: [NBPI-25]
#   see_also: [GB43206-6.4.8, ESL-13, GB22239-8.1.4.7]
#   checks:
#     signed: {veto: false, implements: [NBPI-25]}
#     signature_algorithm: {veto: false, implements: [], params: [signature_algorithms, broken_algorithms]}
#     replay_protected: {veto: false, implements: [], params: [replay_window_seconds]}
#   basis_note: >-
#     Article 25 asks for instructions that are complete, consistent, traceable and tamper-proof; it names neither
#     signature nor replay protection. The whole control is a house rule, and its veto is off until it is switched on.
#   remediation: >-
#     Sign each instruction with SM2 or RSA, verify it before acting, add a nonce and an idempotency key, and archive
#     the signature.
#   zh:
#     title: 支付指令签名与防重放
#     description: >-
#       任何人都能伪造、或可重复执行的指令，会划走无人授权的资金。`payments.instruction` 须写明签名算法（公钥算法，且未被攻破），并写明已验签、校验随机数或时间戳（`nonce_or_timestamp:
#       true`），且指令有效时间不超过 300 秒（`window_seconds`）。
#     basis_note: 《非银行支付机构监督管理条例》第二十五条要求支付指令完整、一致、可追溯、不可篡改，未规定签名与防重放。本控制整体属内部控制要求，一票否决默认关闭。
#     remediation: 以 SM2 或 RSA 对每笔指令签名，先验签后执行，加入随机数与幂等键，并留存签名。
package fiducia.custody.tec.pro.signed_instructions

import data.fiducia.custody.lib.crypto
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

deny contains profile.graded(object.union(fault, {"check": "signed"})) if {
	demands := {"algorithm": fields.filled, "verified": fields.yes}
	some fault in fields.section_faults(["spec", "payments", "instruction", "signature"], demands)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("payment instructions are signed with \"%s\"; it must be a signature algorithm that is not broken: %s", [name, concat(", ", accepted)]),
		"zh": sprintf("支付指令的签名算法为“%s”，应采用未被攻破的签名算法：%s", [name, concat("、", accepted)]),
	},
	"check": "signature_algorithm",
	"path": ["spec", "payments", "instruction", "signature", "algorithm"],
	"expected": accepted,
}) if {
	name := shape.get(fields.under(["spec", "payments", "instruction", "signature"]), "algorithm")
	text.filled(name)
	not signs(crypto.read(name))
	accepted := data.fiducia.params.signature_algorithms
}

deny contains profile.graded(object.union(fault, {"check": "replay_protected"})) if {
	demands := {"nonce_or_timestamp": fields.yes, "window_seconds": fields.number(1, data.fiducia.params.replay_window_seconds)}
	some fault in fields.section_faults(["spec", "payments", "instruction"], demands)
}

signs(read) if {
	count(read.families & crypto.entries(data.fiducia.params.signature_algorithms)) > 0
	not crypto.listed(read, crypto.entries(data.fiducia.params.broken_algorithms))
}
