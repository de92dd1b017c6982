# METADATA
# scope: package
# title: National algorithms where the cryptography assessment applies
# description: >-
#   A system that must pass the cryptography assessment loses its score where it relies on other algorithms or on
#   modules nobody certified. Where the Platform says `crypto_assessment_required` (or says nothing), the profile must
#   be `gm`, every use in `algorithms` must have at least one national algorithm (SM2 or SM9 to sign and exchange
#   keys, SM3 to digest, SM4 or ZUC to encrypt), and every module must be certified, at level 2 or higher on a
#   platform of MLPS level 3 or above.
# custom:
#   id: TEC-ENC-02
#   severity: high
#   indicator: TEC.ENC
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: mixed
#   applies_to: [CryptoProfile]
#   clauses: [CRR-38, CRR-39]
#   see_also: [CRL-27, GB22239-8.1.9.3b, GB43206-6.4.4, GB43206-6.4.5, SM2, SM3, SM4, TLCP]
#   checks:
#     profile: {veto: false, implements: [], params: [gm_profiles]}
#     algorithms_listed: {veto: false, implements: []}
#     approved_for_use: {veto: false, implements: [CRR-38, CRR-39], params: [gm_algorithms, algorithm_modes]}
#     modules_listed: {veto: false, implements: []}
#     certified: {veto: false, implements: [CRR-39]}
#     module_level: {veto: false, implements: [], params: [module_min_level, module_level_from_mlps]}
#   basis_note: >-
#     Articles 38 and 39 are addressed to critical information infrastructure. Article 39 asks for products, services,
#     algorithms and protocols that are certified or approved, not for SM2, SM3 and SM4 all at once: each use that
#     exists needs one. The profile name and the level of modules are house values.
#   remediation: >-
#     Adopt TLCP and certified SM modules, give every use a national algorithm, and keep the certificates of the
#     modules as evidence.
#   zh:
#     title: 密评系统采用国密算法
#     description: >-
#       须通过商用密码应用安全性评估的系统，若使用其他算法或未经认证的密码模块，将失去相应分值。平台声明 `crypto_assessment_required`（或未作声明）的，算法体系应为 `gm`；`algorithms`
#       中的每种用途至少有一种国密算法（签名与密钥交换用 SM2 或 SM9，杂凑用 SM3，加密用 SM4 或 ZUC）；每个密码模块均须经认证，等保三级及以上平台的模块安全等级不低于二级。
#     basis_note: >-
#       《商用密码管理条例》第三十八条、第三十九条的规范对象为关键信息基础设施。第三十九条要求产品、服务、算法和协议经认证或审查鉴定合格，并不要求 SM2、SM3、SM4
#       同时具备：仅就实际存在的用途要求采用国密算法。算法体系名称与模块安全等级属内部控制参数。
#     remediation: 采用 TLCP 和经认证的国密模块，为每种用途配备国密算法，并留存密码模块认证证书备查。
package fiducia.custody.tec.enc.gm_profile

import data.fiducia.custody.lib.crypto
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

algorithm := {"en": "algorithm", "many": "algorithms", "zh": "算法"}

module := {"en": "module", "many": "modules", "zh": "密码模块"}

deny contains profile.graded(object.union(fault, {"check": "profile"})) if {
	profile.crypto_assessed
	some fault in fields.section_faults(["spec"], {"profile": fields.one_of(data.fiducia.params.gm_profiles)})
}

deny contains profile.graded(object.union(fault, {"check": "algorithms_listed"})) if {
	profile.crypto_assessed
	some fault in shape.list_faults("algorithms", algorithm, 1)
}

deny contains profile.graded(object.union(fault, {"check": "algorithms_listed"})) if {
	profile.crypto_assessed
	demands := {"name": fields.filled, "use": fields.filled}
	some fault in fields.entry_faults(shape.spec("algorithms"), ["spec", "algorithms"], algorithm, "name", demands)
}

# One violation for each use without a national algorithm, at the first algorithm of that use.
deny contains profile.graded({
	"msg": {
		"en": sprintf("no algorithm for \"%s\" is a national one: %s; %s is needed", [use, concat(", ", [one.name | some one in members]), concat(" or ", wanted)]),
		"zh": sprintf("用途%s未采用国密算法：现用 %s，%s", [text.named(use).zh, concat("、", [one.name | some one in members]), needed(wanted)]),
	},
	"check": "approved_for_use",
	"path": ["spec", "algorithms", members[0].index, "name"],
	"related": [{"msg": {"en": "for the same use", "zh": "用途相同"}, "path": ["spec", "algorithms", one.index, "name"]} |
		some place, one in members
		place > 0
	],
	"expected": wanted,
}) if {
	profile.crypto_assessed
	some use in {fact.use | some fact in facts}
	members := [fact | some fact in facts; fact.use == use]
	wanted := national(use)
	entries := crypto.entries(wanted)
	count([one | some one in members; accepted(crypto.read(one.name), entries)]) == 0
}

deny contains profile.graded(object.union(fault, {"check": "modules_listed"})) if {
	profile.crypto_assessed
	some fault in shape.list_faults("modules", module, 1)
}

deny contains profile.graded(object.union(fault, {"check": "certified"})) if {
	profile.crypto_assessed
	some fault in fields.entry_faults(shape.spec("modules"), ["spec", "modules"], module, "name", {"certified": fields.yes})
}

deny contains profile.graded(object.union(fault, {"check": "module_level"})) if {
	profile.crypto_assessed
	not profile.mlps_below(data.fiducia.params.module_level_from_mlps)
	demands := {"level": fields.at_least(data.fiducia.params.module_min_level)}
	some fault in fields.entry_faults(shape.spec("modules"), ["spec", "modules"], module, "name", demands)
}

# The algorithms that say both what they are and what they are for.
facts := [{"index": i, "name": entry.name, "use": text.key(entry.use)} |
	some i, entry in shape.items(shape.spec("algorithms"))
	text.filled(shape.get(entry, "name"))
	text.filled(shape.get(entry, "use"))
]

# What serves a use: the algorithms listed for it, or any national one where the use is one of the platform's own words.
national(use) := data.fiducia.params.gm_algorithms[use]

national(use) := sort({name | some names in data.fiducia.params.gm_algorithms; some name in names}) if {
	is_null(shape.get(data.fiducia.params.gm_algorithms, use))
}

# Everything recognised in the name is wanted, or a construction around it; and something of it is wanted.
accepted(read, entries) if {
	count(read.families & entries) > 0
	count((read.families - entries) - crypto.entries(data.fiducia.params.algorithm_modes)) == 0
}

needed(wanted) := sprintf("应采用 %s", [wanted[0]]) if count(wanted) == 1

needed(wanted) := sprintf("应采用下列之一：%s", [concat("、", wanted)]) if count(wanted) != 1
