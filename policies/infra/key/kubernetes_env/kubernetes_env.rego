# METADATA
# scope: package
# title: No secrets in the environment of containers
# description: >-
#   A literal in `env` is readable to everybody who may read the workload, and stays in the history of the repository.
# custom:
#   id: INF-KEY-04
#   severity: high
#   control: TEC-ENC-05
#   applies_to: [Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job, CronJob]
#   subjects: seen
#   threshold_basis: house
#   remediation: Take the value from a Secret with `valueFrom.secretKeyRef`, filled from a secret store.
#   zh:
#     title: 容器环境变量中不得写入明文密钥
#     description: 写在 `env` 中的字面量对所有可读取该工作负载的人可见，并留在代码库历史中。
#     remediation: 使用 `valueFrom.secretKeyRef` 从 Secret 取值，并由密钥管理服务注入。
package fiducia.infra.key.kubernetes_env

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes
import data.fiducia.infra.lib.secrets

seen contains place if {
	some container in kubernetes.containers
	some i, variable in container.value.env
	secrets.named(variable.name)
	known.known(variable.value)
	place := object.union(say.at(container.name, array.concat(container.path, ["env", i, "value"]), variable.value), {"key": variable.name})
}

seen contains place if {
	some container in kubernetes.containers
	some i, variable in container.value.env
	secrets.named(variable.name)
	variable.valueFrom.secretKeyRef
	place := say.at(container.name, array.concat(container.path, ["env", i, "valueFrom"]), {})
}

deny contains say.secret(place, {"en": "a secret in clear", "zh": "明文密钥"}) if {
	some place in seen
	secrets.clear(place.value)
}
