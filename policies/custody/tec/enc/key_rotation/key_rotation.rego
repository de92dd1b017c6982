# METADATA
# scope: package
# title: Cryptoperiod and key rotation
# description: >-
#   A key that leaks unnoticed does harm for as long as it lives. Every key must state its cryptoperiod and the day it was
#   last rotated, and must not be older than that period, nor older than 365 days for a data key or 398 days for the
#   private key of a TLS certificate. `purpose` is `data`, `tls`, or one of the purposes bound by their own period only
#   (`kek`, `master`, `root`, `signing`); a key without a known purpose counts as a data key.
# custom:
#   id: TEC-ENC-04
#   severity: high
#   indicator: TEC.ENC
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: mixed
#   applies_to: [CryptoProfile]
#   clauses: [PCI-3.7.4]
#   see_also: [DRTS-7, GB43206-7.1.2, GB43206-7.3.2, N53-SC-12]
#   checks:
#     keys_listed: {veto: false, implements: []}
#     cryptoperiod_set: {veto: false, implements: [PCI-3.7.4]}
#     cryptoperiod_limit: {veto: false, implements: [], params: [key_max_age_days, own_period_key_purposes]}
#     rotated: {veto: false, implements: [], params: [key_max_age_days, own_period_key_purposes]}
#   basis_note: PCI DSS asks for a defined cryptoperiod for each key type; the numbers of days are house values.
#   remediation: >-
#     Set `cryptoperiod_days` for every key, rotate the overdue ones, automate rotation, and record `last_rotated`.
#   zh:
#     title: 密钥轮换周期
#     description: >-
#       密钥若在不知情时泄露，其危害将持续到密钥停用为止。每个密钥须写明密钥周期和最近一次轮换日期，使用时间不得超过该周期；数据密钥最长 365 天，TLS 证书私钥最长 398
#       天。`purpose` 可为 `data`、`tls`，或仅受自身周期约束的用途（`kek`、`master`、`root`、`signing`）；用途不明的按数据密钥处理。
#     basis_note: PCI DSS 要求为各类密钥规定密钥周期；具体天数属内部控制参数。
#     remediation: 为每个密钥设置 `cryptoperiod_days`，立即轮换已超期的密钥，实现自动轮换并记录 `last_rotated`。
package fiducia.custody.tec.enc.key_rotation

import data.fiducia.custody.lib.dates
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "key", "many": "keys", "zh": "密钥"}

deny contains object.union(fault, {"check": "keys_listed"}) if {
	some fault in shape.list_faults("keys", noun, 1)
}

deny contains {
	"msg": {
		"en": sprintf("%s: `cryptoperiod_days` %s; it must be a positive number of days", [item.en, state.en]),
		"zh": sprintf("%s的 `cryptoperiod_days` %s，应为正整数天数", [item.zh, state.zh]),
	},
	"check": "cryptoperiod_set",
	"path": ["spec", "keys", i, "cryptoperiod_days"],
	"expected": {"en": "positive number of days", "zh": "正整数天数"},
} if {
	some i, key in shape.items(shape.spec("keys"))
	is_object(key)
	not period(key)
	item := text.item(noun, key, "id", i)
	state := text.state(shape.get(key, "cryptoperiod_days"))
}

deny contains {
	"msg": {
		"en": sprintf("%s: `cryptoperiod_days` is %d; for this purpose at most %d days are allowed", [item.en, period(key), longest]),
		"zh": sprintf("%s的 `cryptoperiod_days` 为 %d 天，该用途的密钥最长可用 %d 天", [item.zh, period(key), longest]),
	},
	"check": "cryptoperiod_limit",
	"path": ["spec", "keys", i, "cryptoperiod_days"],
	"expected": longest,
} if {
	some i, key in shape.items(shape.spec("keys"))
	longest := limit(key)
	period(key) > longest
	item := text.item(noun, key, "id", i)
}

deny contains {
	"msg": {
		"en": sprintf("%s: `last_rotated` %s", [item.en, fault.en]),
		"zh": sprintf("%s的 `last_rotated` %s", [item.zh, fault.zh]),
	},
	"check": "rotated",
	"path": ["spec", "keys", i, "last_rotated"],
	"expected": "YYYY-MM-DD",
} if {
	some i, key in shape.items(shape.spec("keys"))
	is_object(key)
	fault := dates.past_fault(shape.get(key, "last_rotated"))
	item := text.item(noun, key, "id", i)
}

deny contains {
	"msg": {
		"en": sprintf("%s was last rotated on %s, %d days ago; at most %d days are allowed", [item.en, key.last_rotated, age, longest]),
		"zh": sprintf("%s最近一次轮换为 %s，距今 %d 天，间隔不得超过 %d 天", [item.zh, key.last_rotated, age, longest]),
	},
	"check": "rotated",
	"path": ["spec", "keys", i, "last_rotated"],
	"expected": {"en": sprintf("at most %d days ago", [longest]), "zh": sprintf("距今不超过 %d 天", [longest])},
} if {
	some i, key in shape.items(shape.spec("keys"))
	age := dates.age(shape.get(key, "last_rotated"))
	longest := min(bounds(key))
	age > longest
	item := text.item(noun, key, "id", i)
}

period(key) := days if {
	days := shape.get(key, "cryptoperiod_days")
	shape.whole_number(days)
	days > 0
}

# The bounds on a key's age: its own period, and the longest life for its purpose.
bounds(key) := {days | days := period(key)} | {days | days := limit(key)}

# Undefined for a purpose that is bound by the key's own period only.
limit(key) := data.fiducia.params.key_max_age_days[purpose(key)]

purpose(key) := name if {
	name := named_purpose(key)
	is_number(shape.get(data.fiducia.params.key_max_age_days, name))
}

purpose(key) := "data" if {
	name := named_purpose(key)
	is_null(shape.get(data.fiducia.params.key_max_age_days, name))
	not name in data.fiducia.params.own_period_key_purposes
}

named_purpose(key) := text.key(key.purpose) if is_string(shape.get(key, "purpose"))

named_purpose(key) := "" if not is_string(shape.get(key, "purpose"))
