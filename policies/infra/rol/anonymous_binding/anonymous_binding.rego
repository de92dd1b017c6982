# METADATA
# scope: package
# title: Nobody without a name has a role
# description: A binding to everybody, or to whoever is not logged in, gives the role to the network.
# custom:
#   id: INF-ROL-03
#   severity: critical
#   control: TEC-ACC-07
#   applies_to: [{kind: "{RoleBinding,ClusterRoleBinding}", apiVersion: "rbac.authorization.k8s.io/*"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Bind the role to named users, groups or service accounts.
#   zh:
#     title: 未认证主体不得绑定角色
#     description: 绑定到全体或未登录主体，等于把角色交给整个网络。
#     remediation: 将角色绑定到具名的用户、组或服务账户。
package fiducia.infra.rol.anonymous_binding

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

nobody := {"system:anonymous", "system:unauthenticated"}

everybody := {"system:authenticated", "system:serviceaccounts"}

# Roles that the cluster itself gives to everybody.
harmless := {"system:discovery", "system:basic-user", "system:public-info-viewer", "system:service-account-issuer-discovery"}

seen contains say.at(kubernetes.name, ["subjects", i, "name"], subject.name) if {
	some i, subject in input.subjects
	known.known(subject.name)
}

deny contains say.told(place, {
	"en": sprintf("%v has the role %v", [place.value, input.roleRef.name]),
	"zh": sprintf("%v 拥有角色 %v", [place.value, input.roleRef.name]),
}, {"en": "a named subject", "zh": "具名主体"}) if {
	some place in seen
	place.value in nobody | everybody
	not input.roleRef.name in harmless
}
