# METADATA
# scope: package
# title: Keys rotate at least once a year
# description: A period that is too long is as good as none.
# custom:
#   id: INF-ENC-06
#   severity: medium
#   control: TEC-ENC-04
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Shorten the period of rotation to a year or less.
#   zh:
#     title: 密钥至少每年轮换一次
#     description: 过长的轮换周期等同于不轮换。
#     remediation: 将轮换周期缩短至一年以内。
package fiducia.infra.enc.rotation_period

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

# Days of a period: a number of days, `31536000s`, `365d`, `P1Y`.
days(value) := known.number(value)

days(value) := to_number(trim_suffix(value, "s")) / 86400 if regex.match(`^[0-9]+s$`, value)

days(value) := to_number(trim_suffix(value, "d")) if regex.match(`^[0-9]+d$`, value)

days(value) := to_number(trim_suffix(trim_prefix(value, "P"), "D")) if regex.match(`^P[0-9]+D$`, value)

days(value) := to_number(trim_suffix(trim_prefix(value, "P"), "M")) * 30 if regex.match(`^P[0-9]+M$`, value)

days(value) := to_number(trim_suffix(trim_prefix(value, "P"), "Y")) * 365 if regex.match(`^P[0-9]+Y$`, value)

places := [
	["aws_kms_key", ["rotation_period_in_days"]],
	["google_kms_crypto_key", ["rotation_period"]],
	["azurerm_key_vault_key", ["rotation_policy", "automatic", "time_after_creation"]],
	["alicloud_kms_key", ["rotation_interval"]],
	["huaweicloud_kms_key", ["rotation_interval"]],
]

seen contains place if {
	some [type, keys] in places
	some place in terraform.of(type, keys)
}

deny contains say.told(place, {
	"en": sprintf("the key rotates after %v days, at most %v are wanted", [floor(period), most]),
	"zh": sprintf("密钥轮换周期为 %v 天，应不超过 %v 天", [floor(period), most]),
}, {"en": sprintf("at most %v days", [most]), "zh": sprintf("不超过 %v 天", [most])}) if {
	some place in seen
	period := days(place.value)
	most := data.fiducia.params.infra_rotation_days
	period > most
}
