# METADATA
# scope: package
# title: Data stores of clouds ask for a password
# description: >-
#   A store that answers without a password is open to every machine of its network.
# custom:
#   id: INF-ROL-21
#   severity: high
#   control: TEC-ACC-07
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Switch authentication on.
#   zh:
#     title: 云数据存储须验证口令
#     description: 免密访问的数据存储对其网络内的所有主机开放。
#     remediation: 启用认证。
package fiducia.infra.rol.open_service

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.settings
import data.fiducia.infra.lib.terraform

rows := [
	{"type": "alicloud_kvstore_instance", "keys": ["vpc_auth_mode"], "default": "Open", "bad": {"close"}},
	{"type": "tencentcloud_redis_instance", "keys": ["no_auth"], "default": false, "bad": {"true"}},
	{"type": "google_redis_instance", "keys": ["auth_enabled"], "default": "unsaid", "bad": {"false"}},
	{"type": "azurerm_redis_cache", "keys": ["redis_configuration", "authentication_enabled"], "default": true, "bad": {"false"}},
	{"type": "azurerm_redis_cache", "keys": ["redis_configuration", "enable_authentication"], "default": true, "bad": {"false"}},
	{"type": "huaweicloud_dcs_instance", "keys": ["access_without_password"], "default": false, "bad": {"true"}},
]

seen contains place if some place in terraform.settings(rows)

deny contains say.wrong(place, {"en": "authentication", "zh": "启用认证"}) if {
	some place in seen
	settings.bad(place)
}
