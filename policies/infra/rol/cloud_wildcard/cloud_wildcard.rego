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

import data.fiducia.infra.lib.grants
import data.fiducia.infra.lib.profile
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

seen contains statement.place if {
	some statement in grants.statements
	count(statement.actions) > 0
}

deny contains say.told(statement.at.actions, {"en": "allows every action on every resource", "zh": "允许对全部资源执行任意操作"}, {"en": "actions by name", "zh": "具体操作"}) if {
	some statement in grants.statements
	statement.allow
	count(statement.actions & {"*", "*:*", "*:*:*"}) > 0
	anything(statement)
	count(statement.conditions) == 0
	not grants.denied(statement)
}

anything(statement) if "*" in statement.resources

# Policies of Huawei Cloud that name no resource are about all of them.
anything(statement) if {
	startswith(statement.type, "huaweicloud_")
	count(statement.resources) == 0
}

# A service as a whole, on everything.
deny contains object.union(found, {"severity": "medium"}) if {
	profile.strict
	some statement in grants.statements
	statement.allow
	count(statement.actions & {"*", "*:*"}) == 0
	services := {action | some action in statement.actions; endswith(action, ":*")}
	count(services) > 0
	"*" in statement.resources
	count(statement.conditions) == 0
	found := say.told(statement.at.actions, {
		"en": sprintf("allows %v on every resource", [concat(", ", sort(services))]),
		"zh": sprintf("允许对全部资源执行 %v", [concat("、", sort(services))]),
	}, {"en": "resources by name", "zh": "具体资源"})
}

# A role of Azure with every action.
custom contains place if {
	some found in terraform.of("azurerm_role_definition", ["permissions", "actions"])
	some i, action in found.value
	place := say.at(found.name, array.concat(found.path, [i]), action)
}

seen contains place if some place in custom

deny contains say.told(place, {"en": "allows every action", "zh": "允许任意操作"}, {"en": "actions by name", "zh": "具体操作"}) if {
	some place in custom
	place.value == "*"
}
