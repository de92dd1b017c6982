# METADATA
# scope: package
# title: Containers cannot gain rights
# description: "`allowPrivilegeEscalation: true` lets a program become root by a setuid file."
# custom:
#   id: INF-POD-04
#   severity: medium
#   control: TEC-PRO-06
#   applies_to: [Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job, CronJob]
#   subjects: seen
#   threshold_basis: house
#   remediation: "Set `allowPrivilegeEscalation: false`."
#   zh:
#     title: 容器不得提升权限
#     description: "`allowPrivilegeEscalation: true` 允许程序借助 setuid 文件成为 root。"
#     remediation: "设置 `allowPrivilegeEscalation: false`。"
package fiducia.infra.pod.escalation

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

seen contains place if {
	not kubernetes.of_the_system
	some container in kubernetes.containers
	some place in kubernetes.values(container, ["securityContext", "allowPrivilegeEscalation"])
}

deny contains say.wrong(place, {"en": "false", "zh": " false"}) if {
	some place in seen
	known.on(place.value)
}
