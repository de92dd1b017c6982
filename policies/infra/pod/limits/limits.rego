# METADATA
# scope: package
# title: Containers have a limit of memory
# description: A container without a limit may take the memory of the machine, and the others with it.
# custom:
#   id: INF-POD-08
#   severity: low
#   control: OPS-EMG-08
#   applies_to: [Deployment, StatefulSet, DaemonSet]
#   subjects: judged
#   threshold_basis: house
#   remediation: Set `resources.limits.memory`.
#   zh:
#     title: 容器须设置内存上限
#     description: 没有上限的容器可能耗尽宿主机内存，拖垮其他容器。
#     remediation: 设置 `resources.limits.memory`。
package fiducia.infra.pod.limits

import data.fiducia.infra.lib.profile
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

seen contains container if {
	not kubernetes.of_the_system
	some container in kubernetes.containers
	container.path[count(container.path) - 2] == "containers"
}

judged := seen if profile.strict

deny contains say.wrong(say.gap(container.name, array.concat(container.path, ["resources", "limits", "memory"])), {"en": "a limit", "zh": "内存上限"}) if {
	some container in judged
	kubernetes.lacks(container, ["resources", "limits", "memory"])
}
