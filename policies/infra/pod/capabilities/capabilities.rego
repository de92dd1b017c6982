# METADATA
# scope: package
# title: Containers are given no strong capabilities
# description: SYS_ADMIN, NET_ADMIN and their like are ways out of a container.
# custom:
#   id: INF-POD-05
#   severity: high
#   control: TEC-PRO-06
#   applies_to: [Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job, CronJob, {format: yaml, file: "**/*compose*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Drop all capabilities, and add none but NET_BIND_SERVICE.
#   zh:
#     title: 容器不得添加高危 capability
#     description: SYS_ADMIN、NET_ADMIN 等 capability 可用于容器逃逸。
#     remediation: 移除全部 capability，仅在必要时添加 NET_BIND_SERVICE。
package fiducia.infra.pod.capabilities

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes
import data.fiducia.infra.lib.compose

strong := {"ALL", "SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE", "SYS_MODULE", "SYS_RAWIO", "SYS_BOOT", "DAC_READ_SEARCH", "BPF", "MAC_ADMIN"}

seen contains say.at(container.name, array.concat(container.path, ["securityContext", "capabilities", "add", i]), value) if {
	not kubernetes.of_the_system
	some container in kubernetes.containers
	some i, value in container.value.securityContext.capabilities.add
	known.known(value)
}

seen contains say.at(service.name, array.concat(service.path, ["cap_add", i]), value) if {
	some service in compose.services
	some i, value in service.value.cap_add
	known.known(value)
}

deny contains say.told(place, {
	"en": sprintf("has the capability %v", [place.value]),
	"zh": sprintf("拥有 capability %v", [place.value]),
}, {"en": "no such capability", "zh": "删除该 capability"}) if {
	some place in seen
	trim_prefix(upper(place.value), "CAP_") in strong
}
