# METADATA
# scope: package
# title: No secrets in pipelines
# description: >-
#   Variables of a workflow or pipeline are readable to everybody who reads the repository, and appear in logs
#   unmasked.
# custom:
#   id: INF-KEY-07
#   severity: high
#   control: TEC-ENC-05
#   applies_to: [{format: yaml, file: "**/.github/workflows/*.{yml,yaml}"}, {format: yaml, file: "**/*.gitlab-ci.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Keep the value among the secrets of the platform and refer to it.
#   zh:
#     title: 流水线中不得写入明文密钥
#     description: 工作流或流水线中的变量对代码库的所有读者可见，且在日志中不会遮盖。
#     remediation: 将该值存入平台的加密变量（secrets），在流水线中引用。
package fiducia.infra.key.pipeline_env

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.secrets

# Wherever variables may stand: the whole, a job, a step, the inputs of an action.
seen contains place if {
	walk(input, [path, value])
	count(path) >= 2
	path[count(path) - 2] in {"env", "variables", "with"}
	name := path[count(path) - 1]
	is_string(name)
	secrets.named(name)
	known.known(value)
	place := say.at(sprintf("%v", [path[count(path) - 2]]), path, value)
}

# A variable of GitLab with a description beside its value.
seen contains place if {
	walk(input, [path, variable])
	count(path) >= 2
	path[count(path) - 2] == "variables"
	name := path[count(path) - 1]
	is_string(name)
	secrets.named(name)
	known.known(variable.value)
	place := object.union(say.at("variables", array.concat(path, ["value"]), variable.value), {"key": name})
}

deny contains say.secret(place, {"en": "a secret in clear", "zh": "明文密钥"}) if {
	some place in seen
	secrets.clear(place.value)
	not secrets.throwaway(place.value)
}
