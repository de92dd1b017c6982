# METADATA
# scope: package
# title: Workflows ask for the rights that they need
# description: With `write-all` every step, and every action in it, may change code, releases and packages.
# custom:
#   id: INF-CHG-06
#   severity: high
#   control: TEC-ACC-04
#   applies_to: [{format: yaml, file: "**/.github/workflows/*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: "Write `permissions: {contents: read}`, and add single rights to single jobs."
#   zh:
#     title: 工作流仅申请所需权限
#     description: "`write-all` 使每个步骤及其 Action 均可改动代码、发布与制品。"
#     remediation: "写作 `permissions: {contents: read}`，并仅在个别任务中增加权限。"
package fiducia.infra.chg.workflow_permissions

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.workflow

seen contains say.at("permissions", ["permissions"], input.permissions) if known.known(input.permissions)

seen contains say.at(job.name, array.concat(job.path, ["permissions"]), job.value.permissions) if {
	some job in workflow.jobs
	known.known(job.value.permissions)
}

deny contains say.wrong(place, {"en": "rights by name", "zh": "具体权限"}) if {
	some place in seen
	place.value == "write-all"
}
