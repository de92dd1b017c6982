# METADATA
# scope: package
# title: Databases have no public address
# description: A database that the internet reaches stands in no zone of its own.
# custom:
#   id: INF-NET-03
#   severity: high
#   control: TEC-PRO-06
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Take the public address away, and reach the database from the zone of the application.
#   zh:
#     title: 数据库不得暴露公网地址
#     description: 可从互联网访问的数据库没有处于受保护的网络区域。
#     remediation: 关闭公网访问，仅从应用所在网络区域访问数据库。
package fiducia.infra.net.public_database

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

switches := [
	{"type": "aws_db_instance", "keys": ["publicly_accessible"], "default": false},
	{"type": "aws_rds_cluster_instance", "keys": ["publicly_accessible"], "default": false},
	{"type": "aws_redshift_cluster", "keys": ["publicly_accessible"], "default": false},
	{"type": "aws_dms_replication_instance", "keys": ["publicly_accessible"], "default": false},
	{"type": "aws_mq_broker", "keys": ["publicly_accessible"], "default": false},
	{"type": "tencentcloud_mysql_instance", "keys": ["internet_service"], "default": 0},
	{"type": "tencentcloud_postgresql_instance", "keys": ["public_access_switch"], "default": false},
	{"type": "azurerm_mysql_server", "keys": ["public_network_access_enabled"], "default": false},
	{"type": "azurerm_postgresql_server", "keys": ["public_network_access_enabled"], "default": false},
	{"type": "azurerm_postgresql_flexible_server", "keys": ["public_network_access_enabled"], "default": false},
	{"type": "azurerm_mssql_server", "keys": ["public_network_access_enabled"], "default": false},
	{"type": "alicloud_gpdb_instance", "keys": ["public_access"], "default": false},
]

# Lists of addresses that may connect.
lists := [
	["alicloud_db_instance", ["security_ips"]],
	["alicloud_kvstore_instance", ["security_ips"]],
	["alicloud_mongodb_instance", ["security_ip_list"]],
	["google_sql_database_instance", ["settings", "ip_configuration", "authorized_networks", "value"]],
	["azurerm_postgresql_firewall_rule", ["start_ip_address"]],
	["azurerm_mysql_firewall_rule", ["start_ip_address"]],
	["azurerm_sql_firewall_rule", ["start_ip_address"]],
	["azurerm_mssql_firewall_rule", ["start_ip_address"]],
]

seen contains place if {
	some place in terraform.settings(switches)
}

seen contains place if {
	some place in admitted
}

admitted contains place if {
	some [type, keys] in lists
	some found in terraform.of(type, keys)
	some place in entries(found)
	known.known(place.value)
}

entries(found) := {found} if is_string(found.value)

entries(found) := {say.at(found.name, array.concat(found.path, [i]), value) | some i, value in found.value} if is_array(found.value)

deny contains say.wrong(place, {"en": "false", "zh": " false"}) if {
	some place in terraform.settings(switches)
	terraform.is_on(place)
}

deny contains say.wrong(place, {"en": "addresses of your own", "zh": "自有地址"}) if {
	some place in admitted
	known.everywhere(place.value)
	not azure_services(place)
}

# Azure writes `0.0.0.0` to `0.0.0.0` for its own services.
azure_services(place) if {
	startswith(place.name, "azurerm_")
	some resource in terraform.resources(split(place.name, ".")[0])
	resource.name == place.name
	resource.value.end_ip_address == "0.0.0.0"
}
