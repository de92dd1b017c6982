# METADATA
# scope: package
# title: Service accounts are no cluster administrators
# description: Whoever gets into one pod of such an account owns the cluster.
# custom:
#   id: INF-ROL-04
#   severity: high
#   control: TEC-ACC-04
#   applies_to: [{kind: ClusterRoleBinding, apiVersion: "rbac.authorization.k8s.io/*"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Give the account a role of its own.
#   zh:
#     title: 服务账户不得为集群管理员
#     description: 攻入该账户的任一 Pod 即可控制整个集群。
#     remediation: 为该账户单独授予最小角色。
package fiducia.infra.rol.cluster_admin

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

seen contains say.at(kubernetes.name, ["subjects", i], subject) if {
	some i, subject in input.subjects
	is_object(subject)
	known.known(input.roleRef.name)
}

deny contains say.told(say.at(kubernetes.name, array.concat(place.path, ["name"]), place.value.name), {
	"en": sprintf("the service account %v is cluster-admin", [place.value.name]),
	"zh": sprintf("服务账户 %v 为 cluster-admin", [place.value.name]),
}, {"en": "a role of its own", "zh": "单独的最小角色"}) if {
	some place in seen
	input.roleRef.name == "cluster-admin"
	place.value.kind == "ServiceAccount"
}
