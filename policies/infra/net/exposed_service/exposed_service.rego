# METADATA
# scope: package
# title: Services of databases stay within the cluster
# description: A load balancer or a port of every node in front of a database carries it out of its zone.
# custom:
#   id: INF-NET-09
#   severity: high
#   control: TEC-PRO-06
#   applies_to: [{kind: Service, apiVersion: v1}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Use a ClusterIP, or list the networks in `loadBalancerSourceRanges`.
#   zh:
#     title: 数据库服务不得暴露到集群之外
#     description: 在数据库前放置负载均衡或节点端口，等于把数据库带出其网络区域。
#     remediation: 使用 ClusterIP，或在 `loadBalancerSourceRanges` 中限定来源网段。
package fiducia.infra.net.exposed_service

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes
import data.fiducia.infra.lib.firewall

seen contains say.at(kubernetes.name, ["spec", "ports", i, "port"], port.port) if {
	some i, port in input.spec.ports
	is_number(port.port)
}

# A port of another number in front of it.
seen contains say.at(kubernetes.name, ["spec", "ports", i, "targetPort"], port.targetPort) if {
	some i, port in input.spec.ports
	is_number(port.targetPort)
	not firewall.guarded[port.port]
}

deny contains say.told(place, {
	"en": sprintf("port %v (%s) is served outside of the cluster by %s", [place.value, firewall.guarded[place.value], input.spec.type]),
	"zh": sprintf("端口 %v（%s）以 %s 方式暴露到集群之外", [place.value, firewall.guarded[place.value], input.spec.type]),
}, {"en": "ClusterIP", "zh": " ClusterIP"}) if {
	input.spec.type in {"LoadBalancer", "NodePort"}
	count(object.get(input.spec, "loadBalancerSourceRanges", [])) == 0
	not internal
	some place in seen
	firewall.guarded[place.value]
}

internal if {
	some name, value in input.metadata.annotations
	contains(name, "internal")
	not known.off(value)
}

internal if {
	some name, value in input.metadata.annotations
	regex.match(`(?i)address-type|scheme|lb-type|load-balancer-type|subnetid`, name)
	regex.match(`(?i)intranet|internal|private|^subnet-`, sprintf("%v", [value]))
}
