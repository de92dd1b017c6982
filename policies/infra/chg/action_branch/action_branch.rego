# METADATA
# scope: package
# title: Actions are not taken from a branch
# description: Whoever may push to the branch of an action runs code in this pipeline, with its secrets.
# custom:
#   id: INF-CHG-04
#   severity: high
#   control: OPS-MGT-04
#   applies_to: [{format: yaml, file: "**/.github/workflows/*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Name the full hash of a commit, and the version in a comment.
#   zh:
#     title: Action 不得引用分支
#     description: 可推送该分支的人即可携带密钥在本流水线中执行代码。
#     remediation: 引用完整的提交哈希，并以注释注明版本。
package fiducia.infra.chg.action_branch

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.workflow

seen contains say.at(step.name, array.concat(step.path, ["uses"]), step.value.uses) if {
	some step in workflow.steps
	contains(step.value.uses, "@")
	not startswith(step.value.uses, "./")
	not startswith(step.value.uses, "docker://")
	known.known(step.value.uses)
}

seen contains say.at(job.name, array.concat(job.path, ["uses"]), job.value.uses) if {
	some job in workflow.jobs
	contains(job.value.uses, "@")
	known.known(job.value.uses)
}

deny contains say.wrong(place, {"en": "the hash of a commit", "zh": "提交哈希"}) if {
	some place in seen
	regex.match(`@(main|master|develop|dev|trunk|head|latest)$`, lower(place.value))
}
