# METADATA
# scope: package
# title: Databases stand in more than one zone
# description: A store in one zone is gone for as long as the zone is.
# custom:
#   id: INF-BAK-05
#   severity: medium
#   control: OPS-EMG-08
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Choose the variant with a standby in another zone.
#   zh:
#     title: 数据库须跨可用区部署
#     description: 单可用区部署的存储会随可用区故障一同中断。
#     remediation: 选用在其他可用区设有备机的规格。
package fiducia.infra.bak.zones

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "aws_db_instance", "keys": ["multi_az"], "default": true, "bad": {"false"}},
	{"type": "aws_elasticache_replication_group", "keys": ["multi_az_enabled"], "default": true, "bad": {"false"}},
	{"type": "aws_elasticache_replication_group", "keys": ["automatic_failover_enabled"], "default": true, "bad": {"false"}},
	{"type": "google_sql_database_instance", "keys": ["settings", "availability_type"], "default": "REGIONAL", "bad": {"zonal"}},
	{"type": "google_redis_instance", "keys": ["tier"], "default": "STANDARD_HA", "bad": {"basic"}},
	{"type": "azurerm_redis_cache", "keys": ["sku_name"], "default": "Standard", "bad": {"basic"}},
	{"type": "azurerm_mssql_database", "keys": ["zone_redundant"], "default": true, "bad": {"false"}},
	{"type": "alicloud_db_instance", "keys": ["category"], "default": "HighAvailability", "bad": {"basic"}},
	{"type": "tencentcloud_mysql_instance", "keys": ["slave_deploy_mode"], "default": 1, "bad": {"0"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.wrong(place, {"en": "more than one zone", "zh": "多可用区"}) if {
	some place in seen
	settings.bad(place)
}
