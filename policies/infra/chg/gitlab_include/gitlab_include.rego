# METADATA
# scope: package
# title: Pipelines include what has a version
# description: What a pipeline includes from elsewhere runs in it, as it stands at that moment.
# custom:
#   id: INF-CHG-15
#   severity: medium
#   control: OPS-MGT-04
#   applies_to: [{format: yaml, file: "**/*.gitlab-ci.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Include from a project with `ref` of a tag or hash.
#   zh:
#     title: 流水线引用的配置须有版本
#     description: 流水线引用的外部配置会以当时的内容在其中执行。
#     remediation: 改为从项目引用，并以 `ref` 指定标签或哈希。
package fiducia.infra.chg.gitlab_include

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say

includes := [{"path": ["include", i], "value": entry} | some i, entry in input.include; is_object(entry)] if is_array(input.include)

includes := [{"path": ["include"], "value": input.include}] if is_object(input.include)

seen contains say.at("include", array.concat(include.path, [key]), include.value[key]) if {
	some include in includes
	some key in ["remote", "ref"]
	known.known(include.value[key])
	is_string(include.value[key])
}

# The short form: an address, or a list of them.
texts contains say.at("include", ["include"], input.include) if is_string(input.include)

texts contains say.at("include", ["include", i], entry) if {
	is_array(input.include)
	some i, entry in input.include
	is_string(entry)
}

seen contains place if {
	some place in texts
	known.known(place.value)
}

deny contains say.wrong(place, {"en": "a project with a version", "zh": "带版本的项目引用"}) if {
	some place in texts
	regex.match(`^https?://`, place.value)
}

deny contains say.wrong(place, {"en": "a project with a version", "zh": "带版本的项目引用"}) if {
	some place in seen
	place.key == "remote"
	not include_checked(place)
}

# GitLab compares the content with what `integrity` says.
include_checked(place) if {
	some include in includes
	array.slice(place.path, 0, count(include.path)) == include.path
	include.value.integrity
}

deny contains say.wrong(place, {"en": "a tag or hash", "zh": "标签或哈希"}) if {
	some place in seen
	place.key == "ref"
	place.value in {"main", "master", "develop", "HEAD"}
}
