# METADATA
# scope: package
# title: Machines admit no passwords
# description: >-
#   A machine of a cloud that takes passwords is open to guessing from the day that it starts.
# custom:
#   id: INF-ROL-17
#   severity: medium
#   control: TEC-ACC-01
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set `disable_password_authentication`, and give a key.
#   zh:
#     title: 云主机不得允许口令登录
#     description: 允许口令登录的云主机自启动起即可被暴力猜解。
#     remediation: 启用 `disable_password_authentication` 并配置密钥。
package fiducia.infra.rol.vm_password

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.settings
import data.fiducia.infra.lib.terraform

rows := [
	{"type": "azurerm_linux_virtual_machine", "keys": ["disable_password_authentication"], "default": true, "bad": {"false"}},
	{"type": "azurerm_linux_virtual_machine_scale_set", "keys": ["disable_password_authentication"], "default": true, "bad": {"false"}},
	{"type": "azurerm_virtual_machine", "keys": ["os_profile_linux_config", "disable_password_authentication"], "default": true, "bad": {"false"}},
]

seen contains place if some place in terraform.settings(rows)

deny contains say.wrong(place, {"en": "true", "zh": " true"}) if {
	some place in seen
	settings.bad(place)
}
