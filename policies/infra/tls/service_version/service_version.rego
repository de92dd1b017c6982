# METADATA
# scope: package
# title: Services of clouds accept TLS 1.2 and higher only
# description: Storage, databases and functions that still accept TLS 1.0 or 1.1 can be downgraded.
# custom:
#   id: INF-TLS-07
#   severity: high
#   control: TEC-PRO-01
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Accept TLS 1.2 and 1.3 only.
#   zh:
#     title: 云服务仅接受 TLS 1.2 及以上版本
#     description: 仍接受 TLS 1.0 或 1.1 的存储、数据库与函数服务可被降级攻击。
#     remediation: 仅允许 TLS 1.2 与 TLS 1.3。
package fiducia.infra.tls.service_version

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "azurerm_storage_account", "keys": ["min_tls_version"], "default": "TLS1_2", "bad": {"tls1_0", "tls1_1"}},
	{"type": "azurerm_mssql_server", "keys": ["minimum_tls_version"], "default": "1.2", "bad": {"1.0", "1.1", "disabled"}},
	{"type": "azurerm_redis_cache", "keys": ["minimum_tls_version"], "default": "1.2", "bad": {"1.0", "1.1"}},
	{"type": "azurerm_mysql_server", "keys": ["ssl_minimal_tls_version_enforced"], "default": "TLS1_2", "bad": {"tls1_0", "tls1_1", "tlsenforcementdisabled"}},
	{"type": "azurerm_postgresql_server", "keys": ["ssl_minimal_tls_version_enforced"], "default": "TLS1_2", "bad": {"tls1_0", "tls1_1", "tlsenforcementdisabled"}},
	{"type": "azurerm_app_service", "keys": ["site_config", "min_tls_version"], "default": "1.2", "bad": {"1.0", "1.1"}},
	{"type": "azurerm_function_app", "keys": ["site_config", "min_tls_version"], "default": "1.2", "bad": {"1.0", "1.1"}},
	{"type": "azurerm_linux_web_app", "keys": ["site_config", "minimum_tls_version"], "default": "1.2", "bad": {"1.0", "1.1"}},
	{"type": "azurerm_windows_web_app", "keys": ["site_config", "minimum_tls_version"], "default": "1.2", "bad": {"1.0", "1.1"}},
	{"type": "azurerm_linux_function_app", "keys": ["site_config", "minimum_tls_version"], "default": "1.2", "bad": {"1.0", "1.1"}},
	{"type": "azurerm_eventhub_namespace", "keys": ["minimum_tls_version"], "default": "1.2", "bad": {"1.0", "1.1"}},
	{"type": "azurerm_servicebus_namespace", "keys": ["minimum_tls_version"], "default": "1.2", "bad": {"1.0", "1.1"}},
	{"type": "aws_transfer_server", "keys": ["security_policy_name"], "default": "TransferSecurityPolicy-2024-01", "bad": {"transfersecuritypolicy-2018-11"}},
	{"type": "tencentcloud_cdn_domain", "keys": ["https_config", "tls_versions"], "default": "TLSv1.2", "bad": {"[\"tlsv1\"]", "[\"tlsv1.1\"]"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.wrong(place, {"en": "TLS 1.2 or higher", "zh": " TLS 1.2 及以上"}) if {
	some place in seen
	settings.bad(place)
}
