# METADATA
# scope: package
# title: Clusters ask for a role
# description: >-
#   A cluster that takes every request, takes requests without a name, or judges by the old attributes has roles that bind nobody.
# custom:
#   id: INF-ROL-16
#   severity: high
#   control: TEC-ACC-04
#   applies_to: [{format: hcl2}, Pod, KubeletConfiguration]
#   subjects: seen
#   threshold_basis: house
#   remediation: Use RBAC, and refuse requests without a name.
#   zh:
#     title: 集群须按角色授权
#     description: 放行全部请求、接受匿名请求或仍按旧式属性授权的集群，其角色形同虚设。
#     remediation: 启用 RBAC，并拒绝匿名请求。
package fiducia.infra.rol.rbac_off

import data.fiducia.infra.lib.kubernetes
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.settings
import data.fiducia.infra.lib.terraform

rows := [
	{"type": "google_container_cluster", "keys": ["enable_legacy_abac"], "default": false, "bad": {"true"}},
	{"type": "azurerm_kubernetes_cluster", "keys": ["role_based_access_control", "enabled"], "default": true, "bad": {"false"}},
	{"type": "azurerm_kubernetes_cluster", "keys": ["role_based_access_control_enabled"], "default": true, "bad": {"false"}},
]

seen contains place if some place in terraform.settings(rows)

# Arguments of the servers of a cluster.
arguments contains object.union(say.at(container.name, array.concat(container.path, [list, i]), argument), {"key": split(argument, "=")[0], "value": split(argument, "=")[1]}) if {
	some container in kubernetes.containers
	some list in ["command", "args"]
	regex.match(`(^|/)(kube-apiserver|kubelet)$`, sprintf("%v", [container.value[list][0]]))
	some i, argument in container.value[list]
	regex.match(`^--(authorization-mode|anonymous-auth)=`, argument)
}

seen contains place if some place in arguments

# The kubelet of a node.
settings_of_kubelets contains say.at("kubelet", keys, value) if {
	input.kind == "KubeletConfiguration"
	some keys in [["authentication", "anonymous", "enabled"], ["authorization", "mode"]]
	value := object.get(input, keys, null)
	value != null
}

seen contains place if some place in settings_of_kubelets

deny contains say.wrong(place, {"en": "roles", "zh": "基于角色授权"}) if {
	some place in terraform.settings(rows)
	settings.bad(place)
}

deny contains say.wrong(place, {"en": "roles", "zh": "基于角色授权"}) if {
	some place in arguments | settings_of_kubelets
	open(place)
}

open(place) if "AlwaysAllow" in split(sprintf("%v", [place.value]), ",")

# The API server answers anonymous probes by default, and roles judge them; the kubelet has no such roles.
open(place) if {
	place.name == "kubelet"
	place.value == true
}
