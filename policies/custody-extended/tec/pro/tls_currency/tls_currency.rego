# METADATA
# scope: package
# title: TLS 1.3 offered and suites reviewed yearly
# description: >-
#   Protocols age, and what was strong when a listener was set up may be broken today. Every endpoint that speaks TLS
#   must offer TLS 1.3 (`tls.max_version`) unless it says `internet_facing: false`, and the CryptoProfile must record
#   a review of the protocols and cipher suites within the last 365 days (`suite_review.last_date`). Endpoints that
#   use TLCP are left alone.
# custom:
#   id: TEC-PRO-02
#   severity: medium
#   indicator: TEC.PRO
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: mixed
#   applies_to: [NetworkProfile, CryptoProfile]
#   clauses: [N52-TLS, PCI-12.3.3]
#   see_also: [DRTS-6]
#   checks:
#     endpoints_listed: {veto: false, implements: []}
#     offered: {veto: false, implements: [N52-TLS], params: [tls_max_version]}
#     suites_reviewed: {veto: false, implements: [PCI-12.3.3], params: [suite_review_days]}
#   basis_note: >-
#     NIST SP 800-52 asks federal agencies to support TLS 1.3 from 2024 on; it was read in a restatement only, and the
#     version is a house value here. The yearly review is PCI DSS 12.3.3.
#   remediation: >-
#     Enable TLS 1.3 on every listener that faces the internet, and record the yearly review of protocols and suites.
#   zh:
#     title: 支持 TLS 1.3 并每年复核密码套件
#     description: >-
#       协议会过时，端口启用时足够安全的配置，今天可能已被攻破。凡使用 TLS 的端点须支持 TLS 1.3（`tls.max_version`），写明 `internet_facing: false`
#       的除外；CryptoProfile 须登记最近 365 天内对协议与密码套件的复核（`suite_review.last_date`）。采用 TLCP 的端点不作此要求。
#     basis_note: NIST SP 800-52 要求美国联邦机构自 2024 年起支持 TLS 1.3，依据的是第三方转述，此处版本号属内部控制参数。年度复核出自 PCI DSS 12.3.3。
#     remediation: 在面向互联网的端口启用 TLS 1.3，并登记年度协议与密码套件复核。
package fiducia.custody_extended.tec.pro.tls_currency

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text
import data.fiducia.custody.lib.tls

noun := {"en": "endpoint", "many": "endpoints", "zh": "端点"}

deny contains object.union(fault, {"check": "endpoints_listed"}) if {
	input.kind == "NetworkProfile"
	some fault in shape.list_faults("endpoints", noun, 1)
}

deny contains {
	"msg": {
		"en": sprintf("%s: `tls.max_version` %s; TLS %s must be offered on the internet", [item.en, state.en, wanted]),
		"zh": sprintf("%s的 `tls.max_version` %s，面向互联网的端点须支持 TLS %s", [item.zh, state.zh, wanted]),
	},
	"check": "offered",
	"path": ["spec", "endpoints", i, "tls", "max_version"],
	"expected": wanted,
} if {
	input.kind == "NetworkProfile"
	some i, endpoint in shape.items(shape.spec("endpoints"))
	is_object(endpoint)
	shape.get(endpoint, "internet_facing") != false
	not other_protocol(endpoint)
	wanted := data.fiducia.params.tls_max_version
	found := shape.get(shape.get(endpoint, "tls"), "max_version")
	not tls.high_enough(found, wanted)
	item := text.item(noun, endpoint, "name", i)
	state := text.state(found)
}

# TLCP and no TLS beside it.
other_protocol(endpoint) if {
	tls.tlcp(endpoint)
	not tls.offered(endpoint)
}

deny contains object.union(fault, {"check": "suites_reviewed"}) if {
	input.kind == "CryptoProfile"
	demands := {"last_date": fields.within(data.fiducia.params.suite_review_days)}
	some fault in fields.section_faults(["spec", "suite_review"], demands)
}
