# METADATA
# scope: package
# title: What is loaded is verified before it runs
# description: "`curl ... | sh` runs whatever the server, or somebody on the way, sends."
# custom:
#   id: INF-CHG-14
#   severity: medium
#   control: OPS-MGT-04
#   applies_to: [{format: dockerfile}, {format: yaml, file: "**/.github/workflows/*.{yml,yaml}"}, {format: yaml, file: "**/*.gitlab-ci.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Load a named version, compare its digest, then run it.
#   zh:
#     title: 下载内容须校验后执行
#     description: "`curl ... | sh` 会执行服务器或链路攻击者返回的任意内容。"
#     remediation: 下载指定版本，核对摘要后再执行。
package fiducia.infra.chg.piped_script

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.workflow

pattern := `(curl|wget)\s[^|;&\n]*https?://[^|;&\n]*\|\s*(sudo\s+(-\w+\s+)*)?(ba|z|da)?sh(\s|$)`

seen contains object.union(say.at("RUN", [i, "Value", n], text), {"key": "RUN"}) if {
	is_array(input)
	some i, command in input
	command.Cmd == "run"
	some n, text in command.Value
}

seen contains say.at(step.name, array.concat(step.path, ["run"]), step.value.run) if {
	some step in workflow.steps
	is_string(step.value.run)
}

seen contains say.at(sprintf("job %s", [id]), [id, part, i], line) if {
	is_object(input)
	some id, job in input
	some part in ["before_script", "script", "after_script"]
	some i, line in job[part]
	is_string(line)
}

deny contains say.told(place, {"en": "runs what it loads unseen", "zh": "直接执行下载内容"}, {"en": "a digest that is compared", "zh": "核对摘要"}) if {
	some place in seen
	regex.match(pattern, place.value)
}
