# METADATA
# scope: package
# title: Network policies do not allow everything
# description: A policy with an empty rule for all pods undoes default deny for the namespace.
# custom:
#   id: INF-NET-07
#   severity: high
#   control: TEC-IDS-02
#   applies_to: [{kind: NetworkPolicy, apiVersion: "networking.k8s.io/*"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Name who may come in, by pods, namespaces or addresses.
#   zh:
#     title: 网络策略不得放行全部流量
#     description: 对全部 Pod 使用空规则的策略，会使该命名空间的默认拒绝失效。
#     remediation: 按 Pod、命名空间或地址写明允许的来源。
package fiducia.infra.net.network_policy

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

seen contains say.at(kubernetes.name, ["spec"], object.get(input, "spec", {})) if is_object(input.spec)

deny contains say.told(say.at(kubernetes.name, path, value), {
	"en": "lets everything in for every pod of the namespace",
	"zh": "放行命名空间内所有 Pod 的全部入站流量",
}, {"en": "sources by name", "zh": "指明来源"}) if {
	everything(input.spec.podSelector)
	some i, rule in input.spec.ingress
	[path, value] := all_of(i, rule)
}

everything(selector) if selector == {}

everything(selector) if {
	is_object(selector)
	count(object.remove(selector, ["matchLabels", "matchExpressions"])) == 0
	count(object.get(selector, "matchLabels", {})) == 0
	count(object.get(selector, "matchExpressions", [])) == 0
}

all_of(i, rule) := [["spec", "ingress", i], rule] if rule == {}

all_of(i, rule) := [["spec", "ingress", i, "from", n, "ipBlock", "cidr"], source.ipBlock.cidr] if {
	not rule.ports
	some n, source in rule.from
	known.everywhere(source.ipBlock.cidr)
}

# An empty list of sources is no source left out, but every one let in.
all_of(i, rule) := [["spec", "ingress", i, "from"], rule.from] if {
	rule.from == []
	not rule.ports
}
