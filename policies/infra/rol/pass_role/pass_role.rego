# METADATA
# scope: package
# title: Roles are passed on by name
# description: Who may pass any role to a service takes the rights of the strongest one.
# custom:
#   id: INF-ROL-06
#   severity: high
#   control: TEC-ACC-04
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Name the roles, or add a condition on `iam:PassedToService`.
#   zh:
#     title: 角色传递须限定对象
#     description: 可将任意角色传给服务的人，等于拥有最强角色的权限。
#     remediation: 限定角色，或以 `iam:PassedToService` 条件约束。
package fiducia.infra.rol.pass_role

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.grants

passing := {"iam:passrole", "iam:*", "ram:passrole", "cam:passrole"}

seen contains statement.place if {
	some statement in grants.statements
	some action in statement.actions
	lower(action) in passing
}

deny contains say.told(statement.at.actions, {"en": "every role may be passed on", "zh": "可传递任意角色"}, {"en": "roles by name", "zh": "限定的角色"}) if {
	some statement in grants.statements
	statement.allow
	some action in statement.actions
	lower(action) in passing
	"*" in statement.resources
	count(statement.conditions) == 0
	not grants.denied(statement)
}
