# METADATA
# scope: package
# title: Modules are taken at a named version
# description: A module from the head of a branch is another one at the next run.
# custom:
#   id: INF-CHG-13
#   severity: medium
#   control: OPS-MGT-04
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Add `?ref=` with a tag or hash, and use https or ssh.
#   zh:
#     title: 模块须指定版本
#     description: 引用分支最新提交的模块，下次运行时可能已不同。
#     remediation: 加上 `?ref=` 标签或哈希，并使用 https 或 ssh。
package fiducia.infra.chg.module_source

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

seen contains say.at(module.name, array.concat(module.path, ["source"]), module.value.source) if {
	some module in terraform.labelled("module")
	known.known(module.value.source)
}

remote(source) if regex.match(`^(git::|git@|github\.com/|bitbucket\.org/|hg::)`, source)

deny contains say.wrong(place, {"en": "`?ref=` with a version", "zh": "带版本的 `?ref=`"}) if {
	some place in seen
	remote(place.value)
	not regex.match(`[?&]ref=`, place.value)
}

deny contains say.wrong(place, {"en": "a version, not a branch", "zh": "版本而非分支"}) if {
	some place in seen
	remote(place.value)
	regex.match(`[?&]ref=(main|master|develop|HEAD)$`, place.value)
}

deny contains say.wrong(place, {"en": "https", "zh": " https"}) if {
	some place in seen
	regex.match(`^(git::)?http://`, place.value)
}
