# METADATA
# scope: package
# title: The trail of an account cannot be changed unnoticed
# description: Without digests, whoever hides an intrusion edits the records of it.
# custom:
#   id: INF-LOG-03
#   severity: high
#   control: TEC-IDS-08
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set `enable_log_file_validation = true`.
#   zh:
#     title: 操作审计记录须可校验
#     description: 没有摘要校验，攻击者可篡改入侵记录。
#     remediation: 设置 `enable_log_file_validation = true`。
package fiducia.infra.log.trail_integrity

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "aws_cloudtrail", "keys": ["enable_log_file_validation"], "default": false, "bad": {"false"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.wrong(place, {"en": "true", "zh": " true"}) if {
	some place in seen
	settings.bad(place)
}
