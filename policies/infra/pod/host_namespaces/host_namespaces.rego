# METADATA
# scope: package
# title: Pods keep to namespaces of their own
# description: >-
#   The network, processes and memory of the machine are shared by all of its pods; policies of the network do not
#   hold there.
# custom:
#   id: INF-POD-02
#   severity: high
#   control: TEC-PRO-06
#   applies_to: [Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job, CronJob]
#   subjects: seen
#   threshold_basis: house
#   remediation: Remove `hostNetwork`, `hostPID` and `hostIPC`.
#   zh:
#     title: Pod 不得共用宿主机命名空间
#     description: 宿主机的网络、进程与内存由其上全部 Pod 共用，网络策略在此不生效。
#     remediation: 删除 `hostNetwork`、`hostPID` 与 `hostIPC`。
package fiducia.infra.pod.host_namespaces

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

seen contains place if {
	not kubernetes.of_the_system
	some pod in kubernetes.pods
	some key in ["hostNetwork", "hostPID", "hostIPC"]
	some place in kubernetes.values(pod, [key])
}

deny contains say.wrong(place, {"en": "false", "zh": " false"}) if {
	some place in seen
	known.on(place.value)
}
