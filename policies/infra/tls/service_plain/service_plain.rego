# METADATA
# scope: package
# title: Services of clouds are reached by TLS only
# description: Storage, caches, queues and databases that allow plain connections carry client data in clear.
# custom:
#   id: INF-TLS-08
#   severity: high
#   control: TEC-PRO-01
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Require TLS in the service and connect with it.
#   zh:
#     title: 云服务仅可通过 TLS 访问
#     description: 允许明文连接的存储、缓存、消息队列与数据库会以明文传输客户数据。
#     remediation: 在服务侧强制启用 TLS，并以 TLS 连接。
package fiducia.infra.tls.service_plain

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "azurerm_storage_account", "keys": ["https_traffic_only_enabled"], "default": true, "bad": {"false"}},
	{"type": "azurerm_storage_account", "keys": ["enable_https_traffic_only"], "default": true, "bad": {"false"}},
	{"type": "azurerm_redis_cache", "keys": ["non_ssl_port_enabled"], "default": false, "bad": {"true"}},
	{"type": "azurerm_redis_cache", "keys": ["enable_non_ssl_port"], "default": false, "bad": {"true"}},
	{"type": "azurerm_mysql_server", "keys": ["ssl_enforcement_enabled"], "default": true, "bad": {"false"}},
	{"type": "azurerm_postgresql_server", "keys": ["ssl_enforcement_enabled"], "default": true, "bad": {"false"}},
	{"type": "azurerm_mariadb_server", "keys": ["ssl_enforcement_enabled"], "default": true, "bad": {"false"}},
	{"type": "azurerm_linux_web_app", "keys": ["https_only"], "default": true, "bad": {"false"}},
	{"type": "azurerm_windows_web_app", "keys": ["https_only"], "default": true, "bad": {"false"}},
	{"type": "azurerm_linux_function_app", "keys": ["https_only"], "default": true, "bad": {"false"}},
	{"type": "azurerm_app_service", "keys": ["https_only"], "default": true, "bad": {"false"}},
	{"type": "aws_elasticache_replication_group", "keys": ["transit_encryption_enabled"], "default": true, "bad": {"false"}},
	{"type": "aws_opensearch_domain", "keys": ["domain_endpoint_options", "enforce_https"], "default": true, "bad": {"false"}},
	{"type": "aws_elasticsearch_domain", "keys": ["domain_endpoint_options", "enforce_https"], "default": true, "bad": {"false"}},
	{"type": "aws_opensearch_domain", "keys": ["node_to_node_encryption", "enabled"], "default": true, "bad": {"false"}},
	{"type": "aws_msk_cluster", "keys": ["encryption_info", "encryption_in_transit", "client_broker"], "default": "TLS", "bad": {"plaintext", "tls_plaintext"}},
	{"type": "aws_msk_cluster", "keys": ["encryption_info", "encryption_in_transit", "in_cluster"], "default": true, "bad": {"false"}},
	{"type": "aws_cloudfront_distribution", "keys": ["default_cache_behavior", "viewer_protocol_policy"], "default": "https-only", "bad": {"allow-all"}},
	{"type": "aws_cloudfront_distribution", "keys": ["ordered_cache_behavior", "viewer_protocol_policy"], "default": "https-only", "bad": {"allow-all"}},
	{"type": "google_sql_database_instance", "keys": ["settings", "ip_configuration", "ssl_mode"], "default": "ENCRYPTED_ONLY", "bad": {"allow_unencrypted_and_encrypted"}},
	{"type": "google_sql_database_instance", "keys": ["settings", "ip_configuration", "require_ssl"], "default": true, "bad": {"false"}},
	{"type": "alicloud_kvstore_instance", "keys": ["ssl_enable"], "default": "Enable", "bad": {"disable"}},
	{"type": "alicloud_db_instance", "keys": ["ssl_action"], "default": "Open", "bad": {"close"}},
	{"type": "huaweicloud_rds_instance", "keys": ["ssl_enable"], "default": true, "bad": {"false"}},
	{"type": "huaweicloud_dcs_instance", "keys": ["ssl_enable"], "default": true, "bad": {"false"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.wrong(place, {"en": "TLS only", "zh": "仅允许 TLS"}) if {
	some place in seen
	settings.bad(place)
}
