# METADATA
# scope: package
# title: No role of Kubernetes may do everything
# description: >-
#   All verbs on all resources make a role an administrator by another name, and no duties are separated in it.
# custom:
#   id: INF-ROL-01
#   severity: high
#   control: TEC-ACC-04
#   applies_to: [{kind: "{Role,ClusterRole}", apiVersion: "rbac.authorization.k8s.io/*"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Name the resources and verbs that are needed.
#   zh:
#     title: Kubernetes 角色不得拥有全部权限
#     description: 对全部资源拥有全部动词的角色即为变相管理员，职责无从分离。
#     remediation: 写明所需的资源与动词。
package fiducia.infra.rol.rbac_wildcard

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

seen contains say.at(kubernetes.name, ["rules", i], rule) if {
	some i, rule in input.rules
	rule.resources
}

deny contains say.told(say.at(kubernetes.name, array.concat(place.path, ["verbs"]), place.value.verbs), {
	"en": "may do everything with all resources",
	"zh": "可对全部资源执行任意操作",
}, {"en": "verbs by name", "zh": "具体动词"}) if {
	some place in seen
	"*" in place.value.verbs
	"*" in place.value.resources
	"*" in place.value.apiGroups
	not startswith(object.get(input, ["metadata", "name"], ""), "system:")
	object.get(input, ["metadata", "name"], "") != "cluster-admin"
}
