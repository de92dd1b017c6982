# METADATA
# scope: package
# title: Actions of others are pinned by hash
# description: A tag can be moved by whoever takes the account of its author over.
# custom:
#   id: INF-CHG-05
#   severity: low
#   control: OPS-MGT-04
#   applies_to: [{format: yaml, file: "**/.github/workflows/*.{yml,yaml}"}]
#   subjects: judged
#   threshold_basis: house
#   remediation: Name the full hash of a commit.
#   zh:
#     title: 第三方 Action 须以哈希锁定
#     description: 攻破作者账号的人可移动标签。
#     remediation: 引用完整的提交哈希。
package fiducia.infra.chg.action_pinned

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.profile
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.workflow

seen contains say.at(step.name, array.concat(step.path, ["uses"]), step.value.uses) if {
	some step in workflow.steps
	contains(step.value.uses, "@")
	not regex.match(`^(\.|docker://|actions/|github/)`, step.value.uses)
	known.known(step.value.uses)
}

judged := seen if profile.strict

deny contains say.wrong(place, {"en": "the hash of a commit", "zh": "提交哈希"}) if {
	some place in judged
	not regex.match(`@[0-9a-f]{40}$`, place.value)
}
