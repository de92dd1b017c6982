# METADATA
# scope: package
# title: Development, test and production separated
# description: >-
#   Whoever writes the software must not be able to move money with it, and a test must not reach the ledger. Every
#   environment must be isolated from the others (`isolated: true`), and developers must have no access to production
#   (`developer_access: false`). Production is every environment whose name says so (`prod`, `production`, `生产`).
# custom:
#   id: OPS-MGT-05
#   severity: high
#   indicator: OPS.MGT
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [Governance]
#   clauses: [GB22239-8.1.9.4, PCI-6.5.3, PCI-6.5.4]
#   see_also: [ISO-A.8.31]
#   checks:
#     environments_listed: {veto: false, implements: []}
#     isolated: {veto: false, implements: [GB22239-8.1.9.4, PCI-6.5.3]}
#     developer_access: {veto: false, implements: [PCI-6.5.4], params: [production_names]}
#   remediation: >-
#     Split accounts and networks between the environments, and take developers out of the roles of production.
#   zh:
#     title: 开发、测试与生产环境分离
#     description: >-
#       编写软件的人不得借此调动资金，测试也不得触及账务。各环境须相互隔离（`isolated: true`），开发人员不得访问生产环境（`developer_access: false`）。名称含 `prod`、`production` 或“生产”的环境视为生产环境。
#     remediation: 按环境拆分账号与网络，并将开发人员移出生产环境的各类角色。
package fiducia.custody.ops.mgt.environments_separated

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "environment", "many": "environments", "zh": "环境"}

environments := shape.spec("environments")

deny contains object.union(fault, {"check": "environments_listed"}) if {
	some fault in shape.list_faults("environments", noun, 1)
}

# Without its name nobody can tell whether it is production.
deny contains object.union(fault, {"check": "environments_listed"}) if {
	some fault in fields.entry_faults(environments, ["spec", "environments"], noun, "name", {"name": fields.filled})
}

deny contains {
	"msg": {
		"en": "no environment is the production environment, so nothing says who has access to it",
		"zh": "未列出生产环境，无从判断何人可访问生产环境",
	},
	"check": "environments_listed",
	"path": ["spec", "environments"],
	"expected": {"en": "production environment", "zh": "生产环境"},
} if {
	count(shape.items(environments)) > 0
	count([name | some environment in environments; name := environment.name; production(environment)]) == 0
}

deny contains object.union(fault, {"check": "isolated"}) if {
	some fault in fields.entry_faults(environments, ["spec", "environments"], noun, "name", {"isolated": fields.yes})
}

deny contains object.union(fault, {"check": "developer_access"}) if {
	some i, environment in shape.items(environments)
	production(environment)
	item := text.item(noun, environment, "name", i)
	some fault in fields.faults(item, environment, ["spec", "environments", i], {"developer_access": fields.no})
}

# "prod-eu" and "生产一区" are production as well, "preprod" is not.
production(environment) if {
	name := shape.get(environment, "name")
	text.filled(name)
	some known in data.fiducia.params.production_names
	startswith(text.key(name), text.key(known))
}
