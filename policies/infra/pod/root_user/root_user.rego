# METADATA
# scope: package
# title: Containers do not run as root
# description: Root in a container is root on the machine as soon as one wall falls.
# custom:
#   id: INF-POD-03
#   severity: medium
#   control: TEC-ACC-07
#   applies_to: [Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job, CronJob]
#   subjects: seen
#   threshold_basis: house
#   remediation: "Set `runAsNonRoot: true` and a user of your own."
#   zh:
#     title: 容器不得以 root 运行
#     description: 一旦隔离被突破，容器内的 root 即宿主机的 root。
#     remediation: "设置 `runAsNonRoot: true` 并指定普通用户。"
package fiducia.infra.pod.root_user

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

seen contains place if {
	not kubernetes.of_the_system
	some owner in kubernetes.pods | kubernetes.containers
	some key in ["runAsUser", "runAsNonRoot"]
	some place in kubernetes.values(owner, ["securityContext", key])
}

deny contains say.wrong(place, {"en": "a user other than root", "zh": "非 root 用户"}) if {
	some place in seen
	place.key == "runAsUser"
	known.number(place.value) == 0
}

deny contains say.wrong(place, {"en": "true", "zh": " true"}) if {
	some place in seen
	place.key == "runAsNonRoot"
	known.off(place.value)
}
