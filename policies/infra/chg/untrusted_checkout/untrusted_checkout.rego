# METADATA
# scope: package
# title: Code of strangers does not run with secrets
# description: >-
#   `pull_request_target` runs with the secrets of the repository; building what a stranger proposes there gives them
#   away.
# custom:
#   id: INF-CHG-07
#   severity: critical
#   control: OPS-MGT-04
#   applies_to: [{format: yaml, file: "**/.github/workflows/*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Use `pull_request`, or take no code of the request.
#   zh:
#     title: 外部代码不得在持有密钥的流水线中运行
#     description: "`pull_request_target` 持有代码库密钥，在其中构建外部提交等于泄露密钥。"
#     remediation: 改用 `pull_request`，或不检出该请求的代码。
package fiducia.infra.chg.untrusted_checkout

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.workflow

seen contains say.at(step.name, array.concat(step.path, ["with", "ref"]), step.value["with"].ref) if {
	"pull_request_target" in workflow.events
	some step in workflow.steps
	startswith(step.value.uses, "actions/checkout@")
	is_string(step.value["with"].ref)
}

# The same by the command line of GitHub.
seen contains say.at(step.name, array.concat(step.path, ["run"]), step.value.run) if {
	"pull_request_target" in workflow.events
	some step in workflow.steps
	regex.match(`gh\s+pr\s+checkout`, step.value.run)
}

# A label that somebody sets approves the commit that it was set on, and no later one.
approved(place) if {
	input.on.pull_request_target.types == ["labeled"]
	contains(place.value, "pull_request.head.sha")
	place.key == "ref"
}

deny contains say.told(place, {"en": "builds what a stranger proposes", "zh": "检出外部提交的代码"}, {"en": "the code of this repository", "zh": "本代码库的代码"}) if {
	some place in seen
	place.key == "run"
}

deny contains say.wrong(place, {"en": "the code of this repository", "zh": "本代码库的代码"}) if {
	some place in seen
	place.key == "ref"
	not approved(place)
	regex.match(`github\.(event\.pull_request\.head|head_ref)|refs/pull/`, place.value)
}
