# METADATA
# scope: package
# title: No privileged containers
# description: "A privileged container is the machine: it sees every disk and every other container."
# custom:
#   id: INF-POD-01
#   severity: critical
#   control: TEC-PRO-06
#   applies_to: [Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job, CronJob, {format: yaml, file: "**/*compose*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Remove `privileged`, and add the one capability that is needed.
#   zh:
#     title: 不得使用特权容器
#     description: 特权容器等同于宿主机，可访问全部磁盘与其他容器。
#     remediation: 删除 `privileged`，仅添加所需的 capability。
package fiducia.infra.pod.privileged

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes
import data.fiducia.infra.lib.compose

seen contains place if {
	not kubernetes.of_the_system
	some container in kubernetes.containers
	some place in kubernetes.values(container, ["securityContext", "privileged"])
}

seen contains say.at(service.name, array.concat(service.path, ["privileged"]), service.value.privileged) if {
	some service in compose.services
	known.known(service.value.privileged)
}

deny contains say.wrong(place, {"en": "false", "zh": " false"}) if {
	some place in seen
	known.on(place.value)
}
