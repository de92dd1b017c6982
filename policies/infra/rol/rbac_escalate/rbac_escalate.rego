# METADATA
# scope: package
# title: No role lets its holder become another
# description: "`escalate`, `bind` and `impersonate` let the holder take any right in the cluster."
# custom:
#   id: INF-ROL-02
#   severity: high
#   control: TEC-ACC-04
#   applies_to: [{kind: "{Role,ClusterRole}", apiVersion: "rbac.authorization.k8s.io/*"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Remove these verbs, or name the roles and users with `resourceNames`.
#   zh:
#     title: 角色不得允许越权提升
#     description: "`escalate`、`bind`、`impersonate` 使持有者可取得集群内任意权限。"
#     remediation: 删除这些动词，或用 `resourceNames` 限定角色与用户。
package fiducia.infra.rol.rbac_escalate

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

raising := {"escalate", "bind", "impersonate"}

seen contains say.at(kubernetes.name, ["rules", i, "verbs", n], verb) if {
	some i, rule in input.rules
	some n, verb in rule.verbs
	known.known(verb)
}

deny contains say.told(place, {
	"en": sprintf("`%s` lets the holder take other rights", [place.value]),
	"zh": sprintf("`%s` 允许持有者取得其他权限", [place.value]),
}, {"en": "no such verb", "zh": "删除该动词"}) if {
	some place in seen
	place.value in raising
	rule := input.rules[place.path[1]]
	count(object.get(rule, "resourceNames", [])) == 0
	not startswith(object.get(input, ["metadata", "name"], ""), "system:")
}
