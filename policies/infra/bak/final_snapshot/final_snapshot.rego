# METADATA
# scope: package
# title: A database leaves a last snapshot
# description: With `skip_final_snapshot` nothing remains of a database that is deleted.
# custom:
#   id: INF-BAK-04
#   severity: medium
#   control: TEC-DAT-03
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set `skip_final_snapshot = false` and name the snapshot.
#   zh:
#     title: 删除数据库前须保留最终快照
#     description: 设置 `skip_final_snapshot` 后，删除数据库将不留任何副本。
#     remediation: 设置 `skip_final_snapshot = false` 并命名快照。
package fiducia.infra.bak.final_snapshot

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "aws_db_instance", "keys": ["skip_final_snapshot"], "default": false, "bad": {"true"}},
	{"type": "aws_rds_cluster", "keys": ["skip_final_snapshot"], "default": false, "bad": {"true"}},
	{"type": "aws_docdb_cluster", "keys": ["skip_final_snapshot"], "default": false, "bad": {"true"}},
	{"type": "aws_neptune_cluster", "keys": ["skip_final_snapshot"], "default": false, "bad": {"true"}},
	{"type": "aws_redshift_cluster", "keys": ["skip_final_snapshot"], "default": false, "bad": {"true"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.wrong(place, {"en": "false", "zh": " false"}) if {
	some place in seen
	settings.bad(place)
}
