# METADATA
# scope: package
# title: Pipelines have an owner
# description: A line without an owner takes the review of code owners away from pipelines and infrastructure.
# custom:
#   id: INF-CHG-11
#   severity: medium
#   control: OPS-MGT-04
#   applies_to: [{format: directives, file: "**/CODEOWNERS"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Name a team behind the path.
#   zh:
#     title: 流水线配置须有责任人
#     description: 未写责任人的行会使流水线与基础设施变更免于责任人评审。
#     remediation: 在路径后写明负责团队。
package fiducia.infra.chg.code_owners

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives

seen contains {
	"name": "CODEOWNERS",
	"path": array.concat(directive.path, ["name"]),
	"key": directive.value.name,
	"value": directive.parameters,
} if {
	some directive in directives.all
	regex.match(`(?i)^/?\.?(github|gitlab-ci|terraform|infra|deploy|policies|k8s|helm)|^\*$|CODEOWNERS`, directive.value.name)
}

deny contains say.told(place, {
	"en": sprintf("%s has no owner", [place.key]),
	"zh": sprintf("%s 没有责任人", [place.key]),
}, {"en": "a team", "zh": "负责团队"}) if {
	some place in seen
	count([word | some word in place.value; regex.match(`@`, word)]) == 0
}
