# METADATA
# scope: package
# title: Only approved algorithms and key strengths
# description: >-
#   A broken algorithm or a short key makes every other safeguard worthless. Every algorithm in use must be on the
#   approved list and none on the list of broken ones, however it is spelled; public keys must have a stated length of
#   at least 2048 bits for RSA and 224 for ECC, and of 3072 and 256 where they stay in use in 2031 or later. A length may
#   stand in `bits` or in the name (RSA-3072, P-256); SM2 and SM4 have only one.
# custom:
#   id: TEC-ENC-01
#   severity: critical
#   indicator: TEC.ENC
#   tier: core
#   veto: true
#   veto_basis: house
#   veto_default: "off"
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [CryptoProfile]
#   clauses: []
#   see_also: [GB22239-8.1.10.9, CRR-41, CRYSCORE-1, SM2, SM3, SM4, N57-112, ISO-A.8.24, N53-SC-13, DRTS-6]
#   checks:
#     algorithms_listed: {veto: false, implements: []}
#     approved: {veto: false, implements: [], params: [approved_algorithms, broken_algorithms]}
#     strength: {veto: false, implements: [], params: [min_key_bits]}
#     long_term: {veto: false, implements: [], params: [long_term_key_bits, long_term_from_year]}
#   basis_note: >-
#     The Chinese clauses ask for standard and certified cryptography without naming lengths. The lengths follow the
#     table of NIST SP 800-57, which this pack cites by name only: they are house values, kept as parameters.
#   remediation: >-
#     Replace the algorithm with SM2, SM3 or SM4, or with AES-128 or longer, RSA-3072 and SHA-256, and state the length
#     of every public key.
#   zh:
#     title: 仅使用合规密码算法与密钥长度
#     description: >-
#       算法一旦被攻破或密钥过短，其他防护措施便形同虚设。所用算法须全部列入允许清单，且不得出现在禁用清单中，不论采用何种写法；公钥算法必须写明密钥长度，RSA 不少于
#       2048 位、ECC 不少于 224 位；2031 年及以后仍在使用的，分别不少于 3072 位和 256 位。长度可写在 `bits` 中，也可体现在名称里（如 RSA-3072、P-256）；SM2、SM4
#       长度固定，无须填写。
#     basis_note: 国内条款要求遵循密码标准、使用经认证的密码产品，未规定密钥长度；长度参照 NIST SP 800-57（仅引用名称），属内部控制参数。
#     remediation: 改用 SM2、SM3、SM4，或 AES-128 及以上、RSA-3072、SHA-256，并写明每个公钥算法的密钥长度。
package fiducia.custody.tec.enc.approved_algorithms

import data.fiducia.custody.lib.crypto
import data.fiducia.custody.lib.dates
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "algorithm", "many": "algorithms", "zh": "算法"}

deny contains object.union(fault, {"check": "algorithms_listed"}) if {
	some fault in shape.list_faults("algorithms", noun, 1)
}

deny contains {
	"msg": {
		"en": sprintf("algorithm number %d: `name` %s, so it cannot be judged", [i + 1, state.en]),
		"zh": sprintf("第 %d 个算法的 `name` %s，无法判断是否合规", [i + 1, state.zh]),
	},
	"check": "approved",
	"path": ["spec", "algorithms", i, "name"],
	"expected": {"en": "algorithm name", "zh": "算法名称"},
} if {
	some i, algorithm in shape.items(shape.spec("algorithms"))
	is_object(algorithm)
	not shape.text(shape.get(algorithm, "name"))
	state := text.state(shape.get(algorithm, "name"))
}

deny contains {
	"msg": {
		"en": sprintf("algorithm \"%s\" is broken and must not be used", [fact.name]),
		"zh": sprintf("算法“%s”已不安全，禁止使用", [fact.name]),
	},
	"check": "approved",
	"path": ["spec", "algorithms", fact.index, "name"],
	"expected": {"en": "approved algorithm", "zh": "合规算法"},
} if {
	some fact in facts
	crypto.listed(fact.read, broken)
}

deny contains {
	"msg": {
		"en": sprintf("algorithm \"%s\" is not on the approved list", [fact.name]),
		"zh": sprintf("算法“%s”不在允许清单内", [fact.name]),
	},
	"check": "approved",
	"path": ["spec", "algorithms", fact.index, "name"],
	"expected": {"en": "approved algorithm", "zh": "合规算法"},
} if {
	some fact in facts
	not crypto.listed(fact.read, broken)
	not crypto.approved(fact.read, approved)
}

# `bits` is there and is no length.
deny contains {
	"msg": {
		"en": sprintf("%s: `bits` %s; it must be a whole number", [item.en, state.en]),
		"zh": sprintf("%s的 `bits` %s，应为正整数", [item.zh, state.zh]),
	},
	"check": "strength",
	"path": ["spec", "algorithms", i, "bits"],
	"expected": {"en": "whole number", "zh": "整数"},
} if {
	some i, algorithm in shape.items(shape.spec("algorithms"))
	bits := shape.get(algorithm, "bits")
	not is_null(bits)
	not crypto.size(bits)
	item := text.item(noun, algorithm, "name", i)
	state := text.state(bits)
}

# No length anywhere, though the algorithm comes in several.
deny contains {
	"msg": {
		"en": sprintf("algorithm \"%s\" has no `bits`, so its strength is unknown; at least %d bits are needed", [fact.name, least]),
		"zh": sprintf("算法“%s”未写明 `bits`，强度无从判断；至少应为 %d 位", [fact.name, least]),
	},
	"check": "strength",
	"path": ["spec", "algorithms", fact.index, "bits"],
	"expected": least,
} if {
	some fact in facts
	is_null(fact.bits)
	count(fact.read.sizes | fact.read.implied) == 0
	least := crypto.least_bits(fact.read, data.fiducia.params.min_key_bits)
}

deny contains {
	"msg": {
		"en": sprintf("algorithm \"%s\" has a key of %d bits; at least %d are needed", [fact.name, stated.bits, least]),
		"zh": sprintf("算法“%s”的密钥长度为 %d 位，至少应为 %d 位", [fact.name, stated.bits, least]),
	},
	"check": "strength",
	"path": ["spec", "algorithms", fact.index, stated.key],
	"expected": least,
} if {
	some fact in facts
	some stated in stated_sizes(fact)
	least := crypto.least_bits(fact.read, data.fiducia.params.min_key_bits)
	stated.bits < least
}

# A key that is short today already is left to the strength check.
deny contains {
	"msg": {
		"en": sprintf("algorithm \"%s\" has a key of %d bits and stays in use until %v; from %d on at least %d are needed", [fact.name, stated.bits, fact.until, first, needed]),
		"zh": sprintf("算法“%s”的密钥长度为 %d 位，计划使用至 %v；自 %d 年起至少应为 %d 位", [fact.name, stated.bits, fact.until, first, needed]),
	},
	"check": "long_term",
	"path": ["spec", "algorithms", fact.index, stated.key],
	"related": [{
		"msg": {"en": "in use until then", "zh": "计划使用至此"},
		"path": ["spec", "algorithms", fact.index, "use_until"],
	}],
	"expected": needed,
} if {
	some fact in facts
	first := data.fiducia.params.long_term_from_year
	dates.year(fact.until) >= first
	some stated in stated_sizes(fact)
	needed := crypto.least_bits(fact.read, data.fiducia.params.long_term_key_bits)
	stated.bits < needed
	strong_today(fact, stated.bits)
}

deny contains {
	"msg": {
		"en": sprintf("%s: `use_until` %s; it must be a year or a date written YYYY-MM-DD", [item.en, state.en]),
		"zh": sprintf("%s的 `use_until` %s，应为年份或 YYYY-MM-DD 日期", [item.zh, state.zh]),
	},
	"check": "long_term",
	"path": ["spec", "algorithms", i, "use_until"],
	"expected": "YYYY-MM-DD",
} if {
	some i, algorithm in shape.items(shape.spec("algorithms"))
	until := shape.get(algorithm, "use_until")
	not is_null(until)
	not dates.year(until)
	item := text.item(noun, algorithm, "name", i)
	state := text.state(until)
}

# The algorithms that have a name, each name read once.
facts := [{
	"index": i,
	"name": algorithm.name,
	"read": crypto.read(algorithm.name),
	"bits": shape.get(algorithm, "bits"),
	"until": shape.get(algorithm, "use_until"),
} |
	some i, algorithm in shape.items(shape.spec("algorithms"))
	shape.text(shape.get(algorithm, "name"))
]

broken := crypto.entries(data.fiducia.params.broken_algorithms)

approved := crypto.entries(data.fiducia.params.approved_algorithms)

# The lengths an entry states, each with the key it stands under: `bits` and, for RSA-1024, `name`. A length in the name
# counts beside `bits`, so that `{name: RSA-1024, bits: 4096}` does not pass; one that `bits` repeats is not named twice.
stated_sizes(fact) := {{"key": "bits", "bits": fact.bits} | crypto.size(fact.bits)} | {{"key": "name", "bits": shortest} |
	shortest := min(sizes_by_name(fact))
	shortest != fact.bits
}

sizes_by_name(fact) := fact.read.sizes if {
	count(fact.read.sizes) > 0
}

sizes_by_name(fact) := fact.read.implied if {
	count(fact.read.sizes) == 0
	is_null(fact.bits)
}

strong_today(fact, bits) if bits >= crypto.least_bits(fact.read, data.fiducia.params.min_key_bits)

strong_today(fact, _) if not crypto.least_bits(fact.read, data.fiducia.params.min_key_bits)
