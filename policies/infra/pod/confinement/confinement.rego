# METADATA
# scope: package
# title: Profiles of confinement stay on
# description: Without seccomp or AppArmor every call of the kernel is open to an attacker.
# custom:
#   id: INF-POD-07
#   severity: medium
#   control: TEC-PRO-06
#   applies_to: [Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job, CronJob, {format: yaml, file: "**/*compose*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: "Set `seccompProfile: {type: RuntimeDefault}`."
#   zh:
#     title: 不得关闭 seccomp 与 AppArmor 限制
#     description: 关闭 seccomp 或 AppArmor 后，攻击者可使用全部内核调用。
#     remediation: "设置 `seccompProfile: {type: RuntimeDefault}`。"
package fiducia.infra.pod.confinement

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes
import data.fiducia.infra.lib.compose

seen contains place if {
	not kubernetes.of_the_system
	some owner in kubernetes.pods | kubernetes.containers
	some key in ["seccompProfile", "appArmorProfile"]
	some place in kubernetes.values(owner, ["securityContext", key, "type"])
}

seen contains say.at(service.name, array.concat(service.path, ["security_opt", i]), value) if {
	some service in compose.services
	some i, value in service.value.security_opt
	known.known(value)
}

deny contains say.wrong(place, {"en": "RuntimeDefault", "zh": " RuntimeDefault"}) if {
	some place in seen
	regex.match(`(?i)^((seccomp|apparmor)[:=])?unconfined$`, place.value)
}
