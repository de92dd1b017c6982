# METADATA
# scope: package
# title: Key vaults are protected against purging
# description: Without protection, who may delete may also destroy keys at once.
# custom:
#   id: INF-ENC-08
#   severity: high
#   control: TEC-ENC-05
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set `purge_protection_enabled = true`.
#   zh:
#     title: 密钥保管库须启用清除保护
#     description: 未启用保护时，有删除权限者可立即销毁密钥。
#     remediation: 设置 `purge_protection_enabled = true`。
package fiducia.infra.enc.purge_protection

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "azurerm_key_vault", "keys": ["purge_protection_enabled"], "default": false, "bad": {"false"}},
	{"type": "azurerm_key_vault_managed_hardware_security_module", "keys": ["purge_protection_enabled"], "default": false, "bad": {"false"}},
	{"type": "alicloud_kms_key", "keys": ["deletion_protection"], "default": "Enabled", "bad": {"disabled"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.wrong(place, {"en": "protection", "zh": "启用保护"}) if {
	some place in seen
	settings.bad(place)
}
