# METADATA
# scope: package
# title: Containers do not reach into the machine
# description: The socket of the container runtime and the root of the machine give the machine away.
# custom:
#   id: INF-POD-06
#   severity: high
#   control: TEC-PRO-06
#   applies_to: [Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job, CronJob, {format: yaml, file: "**/*compose*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Use a volume of the cluster, or give the one file that is needed read-only.
#   zh:
#     title: 容器不得挂载宿主机敏感路径
#     description: 挂载容器运行时套接字或宿主机根目录，等于交出宿主机。
#     remediation: 改用集群存储卷，或以只读方式挂载所需的单个文件。
package fiducia.infra.pod.host_paths

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes
import data.fiducia.infra.lib.compose

sensitive(path) if regex.match(`^/(|etc|root|boot|proc|sys|dev|var/run|run|var/lib/(kubelet|docker|containerd)|etc/kubernetes|(var/)?run/(docker|containerd/containerd|crio/crio)\.sock)/?$`, path)

seen contains say.at(pod.name, array.concat(pod.path, ["volumes", i, "hostPath", "path"]), path) if {
	not kubernetes.of_the_system
	some pod in kubernetes.pods
	some i, volume in pod.value.volumes
	path := volume.hostPath.path
	known.known(path)
}

# `/var/run/docker.sock:/var/run/docker.sock`.
seen contains object.union(say.at(service.name, array.concat(service.path, ["volumes", i]), entry), {"value": split(entry, ":")[0]}) if {
	some service in compose.services
	some i, entry in service.value.volumes
	is_string(entry)
	startswith(entry, "/")
	known.known(entry)
}

seen contains say.at(service.name, array.concat(service.path, ["volumes", i, "source"]), entry.source) if {
	some service in compose.services
	some i, entry in service.value.volumes
	entry.type == "bind"
	known.known(entry.source)
}

deny contains say.told(place, {
	"en": sprintf("%v of the machine is mounted", [place.value]),
	"zh": sprintf("挂载了宿主机路径 %v", [place.value]),
}, {"en": "a volume", "zh": "存储卷"}) if {
	some place in seen
	sensitive(place.value)
}
