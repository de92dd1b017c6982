# METADATA
# scope: package
# title: No policy of a cloud allows everything
# description: All actions on all resources make whoever holds the policy the owner of the account.
# custom:
#   id: INF-ROL-05
#   severity: critical
#   control: TEC-ACC-04
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Name actions and resources.
#   zh:
#     title: 云策略不得允许全部操作
#     description: 对全部资源允许全部操作，等于把云账号交给策略持有者。
#     remediation: 写明操作与资源。
package fiducia.infra.rol.cloud_wildcard

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.grants

seen contains statement.place if {
	some statement in grants.statements
	count(statement.actions) > 0
}

deny contains say.told(statement.at.actions, {"en": "allows every action on every resource", "zh": "允许对全部资源执行任意操作"}, {"en": "actions by name", "zh": "具体操作"}) if {
	some statement in grants.statements
	statement.allow
	count(statement.actions & {"*", "*:*"}) > 0
	"*" in statement.resources
	count(statement.conditions) == 0
}
