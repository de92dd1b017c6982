# METADATA
# scope: package
# title: Kubernetes
# description: Pods wherever a workload holds them, and their containers, as places.
package fiducia.infra.lib.kubernetes

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say

# Where the kinds of workloads hold the specification of their pods.
spec_at := {
	"Pod": ["spec"],
	"Deployment": ["spec", "template", "spec"],
	"StatefulSet": ["spec", "template", "spec"],
	"DaemonSet": ["spec", "template", "spec"],
	"ReplicaSet": ["spec", "template", "spec"],
	"ReplicationController": ["spec", "template", "spec"],
	"Job": ["spec", "template", "spec"],
	"CronJob": ["spec", "jobTemplate", "spec", "template", "spec"],
}

# What a document is called.
name := sprintf("%v %v", [input.kind, object.get(input, ["metadata", "name"], "?")])

# The specification of the pods of a workload.
pods contains say.at(name, path, spec) if {
	path := spec_at[input.kind]
	spec := object.get(input, path, null)
	is_object(spec)
}

# The containers of a workload, those that run before the others too.
containers contains say.at(sprintf("%s, container %v", [pod.name, object.get(container, "name", i)]), path, container) if {
	some pod in pods
	some list in ["containers", "initContainers", "ephemeralContainers"]
	some i, container in pod.value[list]
	is_object(container)
	path := array.concat(pod.path, [list, i])
}

# What stands at the end of some keys of a place.
values(place, keys) := [say.at(place.name, array.concat(place.path, keys), value)] if {
	value := object.get(place.value, keys, null)
	known.known(value)
} else := []

# A place that has nothing at the end of some keys.
lacks(place, keys) if {
	object.get(place.value, keys, null) == null
	every n in numbers.range(1, count(keys)) { not known.unknown(object.get(place.value, array.slice(keys, 0, n), null)) }
}

# A namespace of the cluster itself, whose workloads are not those of the platform.
of_the_system if object.get(input, ["metadata", "namespace"], "") in {"kube-system", "kube-public", "kube-node-lease"}
