# METADATA
# scope: package
# title: Roles and resources trust named accounts
# description: A principal `*` without a condition is anybody with an account of the provider.
# custom:
#   id: INF-ROL-07
#   severity: critical
#   control: TEC-ACC-07
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Name the accounts, or add a condition on the organisation.
#   zh:
#     title: 角色与资源仅信任具名账号
#     description: 无条件的主体 `*` 即任何拥有云账号的人。
#     remediation: 写明账号，或以组织条件约束。
package fiducia.infra.rol.trust_anyone

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.grants

seen contains statement.place if {
	some statement in grants.statements
	count(statement.principals) > 0
}

deny contains say.told(statement.at.principals, {"en": "trusts everybody", "zh": "信任任何人"}, {"en": "accounts by name", "zh": "具名账号"}) if {
	some statement in grants.statements
	statement.allow
	some principal in statement.principals
	anybody(principal)
	count(statement.conditions) == 0
}

# Everybody, or the root of every account.
anybody(principal) if principal == "*"

anybody(principal) if regex.match(`^(acs:ram|arn:aws[^:]*:iam)::\*:root$|^qcs::cam::(anyone:anyone|uin/\*:root)$`, principal)
