# METADATA
# scope: package
# title: Test databases are not made of production
# description: >-
#   A snapshot of production in a test environment holds every real client, where rules and eyes are weaker.
# custom:
#   id: INF-DAT-04
#   severity: high
#   control: TEC-DAT-09
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Desensitise the data first, or generate it.
#   zh:
#     title: 测试库不得由生产快照恢复
#     description: 在测试环境恢复生产快照，会将全部真实客户置于管控较弱之处。
#     remediation: 先行脱敏，或使用生成数据。
package fiducia.infra.dat.production_snapshot

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

sources := [
	["aws_db_instance", "snapshot_identifier"],
	["aws_rds_cluster", "snapshot_identifier"],
	["aws_db_instance", "replicate_source_db"],
	["alicloud_db_instance", "source_db_instance_name"],
	["google_sql_database_instance", "master_instance_name"],
	["tencentcloud_mysql_instance", "backup_id"],
]

words(resource) := concat(" ", [resource.name | true]) if not resource.value.tags

words(resource) := concat(" ", array.concat([resource.name], [value | some _, value in resource.value.tags; is_string(value)])) if resource.value.tags

seen contains place if {
	some [type, key] in sources
	some resource in terraform.resources(type)
	regex.match(`(?i)(^|[-_. ])(dev|development|test|testing|sit|uat|staging|qa)([-_. ]|$)`, words(resource))
	some place in terraform.values(resource, [key])
}

deny contains say.wrong(place, {"en": "data without real clients", "zh": "不含真实客户的数据"}) if {
	some place in seen
	regex.match(`(?i)(^|[-_.:/])(prod|production|prd)([-_.:/]|$)`, place.value)
}
