# METADATA
# scope: package
# title: Nobody approves what they deploy
# description: A pipeline or person that approves its own change ends the separation of maker and checker.
# custom:
#   id: INF-ROL-15
#   severity: critical
#   control: TEC-ACC-04
#   applies_to: [{format: yaml, file: "**/.github/workflows/*.{yml,yaml}"}, {format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Let another person approve, and forbid it to the pipeline.
#   zh:
#     title: 部署者不得审批自己的变更
#     description: 可审批自身变更的流水线或人员，使经办与复核分离形同虚设。
#     remediation: 由他人审批，并禁止流水线自行批准。
package fiducia.infra.rol.self_approval

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.workflow
import data.fiducia.infra.lib.settings

seen contains say.at(step.name, array.concat(step.path, [key]), step.value[key]) if {
	some step in workflow.steps
	some key in ["run", "uses"]
	is_string(step.value[key])
}

rows := [
	{"type": "github_workflow_repository_permissions", "keys": ["can_approve_pull_request_reviews"], "default": false, "bad": {"true"}},
	{"type": "github_actions_organization_workflow_permissions", "keys": ["can_approve_pull_request_reviews"], "default": false, "bad": {"true"}},
	{"type": "github_repository_environment", "keys": ["prevent_self_review"], "default": true, "bad": {"false"}},
	{"type": "gitlab_project_level_mr_approvals", "keys": ["merge_requests_author_approval"], "default": false, "bad": {"true"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.told(place, {"en": "a pipeline approves a change", "zh": "流水线自行批准变更"}, {"en": "another person", "zh": "由他人审批"}) if {
	some place in seen
	place.key == "run"
	regex.match(`gh\s+pr\s+review\s[^\n]*(--approve|-a(\s|$))`, place.value)
}

deny contains say.told(place, {"en": "a pipeline approves a change", "zh": "流水线自行批准变更"}, {"en": "another person", "zh": "由他人审批"}) if {
	some place in seen
	place.key == "uses"
	regex.match(`(?i)auto-?approve`, place.value)
}

deny contains say.wrong(place, {"en": "approval by another person", "zh": "由他人审批"}) if {
	some place in seen
	place.row
	settings.bad(place)
}
