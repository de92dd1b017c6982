# METADATA
# scope: package
# title: Words of strangers are not part of commands
# description: >-
#   A title or name of a branch becomes part of the script as it is, and so may end one command and begin another.
# custom:
#   id: INF-CHG-08
#   severity: high
#   control: OPS-MGT-04
#   applies_to: [{format: yaml, file: "**/.github/workflows/*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Put the value into `env` and refer to it as `"$TITLE"`.
#   zh:
#     title: 命令中不得直接拼入外部输入
#     description: 标题或分支名会原样拼入脚本，可借此结束原命令并执行新命令。
#     remediation: 将该值放入 `env`，以 `"$TITLE"` 引用。
package fiducia.infra.chg.script_injection

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.workflow

words := `\$\{\{[^}]*github\.(event\.(issue\.(title|body)|pull_request\.(title|body|head\.ref|head\.label)|comment\.body|review\.body|review_comment\.body|discussion\.(title|body)|head_commit\.message|commits[^}]*message)|head_ref)[^}]*\}\}`

seen contains say.at(step.name, array.concat(step.path, ["run"]), step.value.run) if {
	some step in workflow.steps
	contains(step.value.run, "${{")
}

# The scripts of an action, which are commands in another language.
seen contains say.at(step.name, array.concat(step.path, ["with", "script"]), step.value["with"].script) if {
	some step in workflow.steps
	startswith(step.value.uses, "actions/github-script@")
	contains(step.value["with"].script, "${{")
}

deny contains say.told(place, {
	"en": sprintf("%s becomes part of the script", [found]),
	"zh": sprintf("%s 会成为脚本的一部分", [found]),
}, {"en": "a variable of `env`", "zh": " `env` 变量"}) if {
	some place in seen
	found := regex.find_n(words, place.value, 1)[0]
}
