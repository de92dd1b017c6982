# METADATA
# scope: package
# title: A deleted key can be called back
# description: >-
#   What was encrypted with a key is lost for ever with it; a window lets a mistake or an attack be noticed.
# custom:
#   id: INF-ENC-07
#   severity: medium
#   control: TEC-ENC-05
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set a window of 30 days.
#   zh:
#     title: 密钥删除须留有等待期
#     description: 密钥一旦销毁，其加密的数据将永久丢失；等待期使误删或攻击可被发现。
#     remediation: 将等待期设为 30 天。
package fiducia.infra.enc.deletion_window

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

places := [
	["aws_kms_key", ["deletion_window_in_days"]],
	["aws_secretsmanager_secret", ["recovery_window_in_days"]],
	["alicloud_kms_key", ["pending_window_in_days"]],
	["alicloud_kms_secret", ["recovery_window_in_days"]],
	["tencentcloud_kms_key", ["pending_delete_window_in_days"]],
	["huaweicloud_kms_key", ["pending_days"]],
	["azurerm_key_vault", ["soft_delete_retention_days"]],
]

seen contains place if {
	some [type, keys] in places
	some place in terraform.of(type, keys)
	known.number(place.value) >= 0
}

deny contains say.told(place, {
	"en": sprintf("deletion takes effect after %v days, at least %v are wanted", [number, least]),
	"zh": sprintf("删除等待期为 %v 天，应不少于 %v 天", [number, least]),
}, {"en": sprintf("at least %v days", [least]), "zh": sprintf("不少于 %v 天", [least])}) if {
	some place in seen
	number := known.number(place.value)
	least := data.fiducia.params.infra_delete_days
	number < least
}
