# METADATA
# scope: package
# title: Roles read Secrets by name
# description: >-
#   A role that reads all Secrets of a namespace or cluster holds every account that is kept in them. A rule of the profile `strict`.
# custom:
#   id: INF-ROL-18
#   severity: medium
#   control: TEC-ACC-04
#   applies_to: [{kind: "{Role,ClusterRole}", apiVersion: "rbac.authorization.k8s.io/*"}]
#   subjects: judged
#   threshold_basis: house
#   remediation: Name the Secrets in `resourceNames`.
#   zh:
#     title: 角色须按名称读取 Secret
#     description: 能读取命名空间或集群内全部 Secret 的角色，即掌握其中保存的所有账号。严格配置（strict）下的规则。
#     remediation: 在 `resourceNames` 中写明 Secret。
package fiducia.infra.rol.secret_readers

import data.fiducia.infra.lib.kubernetes
import data.fiducia.infra.lib.profile
import data.fiducia.infra.lib.say

judged contains say.at(kubernetes.name, ["rules", i, "resources"], rule.resources) if {
	profile.strict
	some i, rule in input.rules
	is_array(rule.resources)
}

deny contains say.told(place, {"en": "all Secrets may be read", "zh": "可读取全部 Secret"}, {"en": "Secrets by name", "zh": "指明的 Secret"}) if {
	some place in judged
	rule := input.rules[place.path[1]]
	count({group | some group in rule.apiGroups; group in {"", "*"}}) > 0
	count({resource | some resource in rule.resources; resource in {"secrets", "*"}}) > 0
	count({verb | some verb in rule.verbs; verb in {"get", "list", "watch", "*"}}) > 0
	count(object.get(rule, "resourceNames", [])) == 0
	not startswith(object.get(input, ["metadata", "name"], ""), "system:")
}
