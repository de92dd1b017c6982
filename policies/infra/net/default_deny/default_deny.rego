# METADATA
# scope: package
# title: Every namespace with workloads denies by default
# description: Without a policy that selects all pods, every pod of the cluster reaches every other one.
# custom:
#   id: INF-NET-08
#   severity: medium
#   control: TEC-IDS-02
#   input: project
#   applies_to: [{kind: "{Deployment,StatefulSet,DaemonSet}"}]
#   subjects: judged
#   threshold_basis: house
#   remediation: "Add a NetworkPolicy with `podSelector: {}` and both policy types to the namespace."
#   zh:
#     title: 有工作负载的命名空间应默认拒绝
#     description: 没有选中全部 Pod 的网络策略时，集群内任意 Pod 均可互访。
#     remediation: "为命名空间添加 `podSelector: {}` 且含两种 policyTypes 的 NetworkPolicy。"
package fiducia.infra.net.default_deny

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.profile
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.project

# The first workload of each namespace stands for it.
seen contains say.at(sprintf("namespace %s", [namespace]), ["documents", min(numbers_), "content", "metadata", "namespace"], namespace) if {
	some namespace in {workload.namespace | some workload in workloads}
	numbers_ := {workload.number | some workload in workloads; workload.namespace == namespace}
}

workloads contains {"number": document.number, "namespace": document.content.metadata.namespace} if {
	some document in project.numbered
	document.content.kind in {"Deployment", "StatefulSet", "DaemonSet"}
	known.known(document.content.metadata.namespace)
	not document.content.metadata.namespace in {"kube-system", "kube-public"}
}

denying contains document.content.metadata.namespace if {
	some document in project.numbered
	document.content.kind == "NetworkPolicy"
	document.content.spec.podSelector == {}
}

judged := seen if profile.strict

deny contains say.told(place, {"en": "no NetworkPolicy selects all of its pods", "zh": "没有选中其全部 Pod 的 NetworkPolicy"}, {"en": "a namespace that denies by default", "zh": "默认拒绝的命名空间"}) if {
	some place in judged
	not place.value in denying
}
