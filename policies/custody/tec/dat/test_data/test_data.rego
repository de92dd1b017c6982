# METADATA
# scope: package
# title: Test data desensitised
# description: >-
#   Test systems are watched less than production, so real personal information in them is as good as lost. Every
#   environment other than production must state `contains_real_pi: false`. An environment without a name counts as one
#   of them.
# custom:
#   id: TEC-DAT-09
#   severity: high
#   indicator: TEC.DAT
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   mitigable: false
#   veto_default: "on"
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [Governance]
#   clauses: [GB22239-8.1.9.4, HRG-6.4.7.2]
#   see_also: [ISO-A.8.33]
#   checks:
#     environments_listed: {veto: false, implements: []}
#     no_real_pi: {veto: true, implements: [GB22239-8.1.9.4, HRG-6.4.7.2], params: [production_environments]}
#   basis_note: >-
#     GB/T 22239 asks that test data be controlled; that it must be desensitised is the high-risk guide's reading.
#   remediation: >-
#     Generate test data or mask it before it leaves production, and purge what is already in the test systems.
#   zh:
#     title: 测试数据脱敏
#     description: >-
#       测试环境的防护远弱于生产环境，真实个人信息进入测试环境与泄露无异。生产环境以外的每个环境须写明 `contains_real_pi: false`；未写明名称的环境按非生产环境处理。
#     basis_note: GB/T 22239 8.1.9.4 要求对测试数据进行控制；须脱敏是高风险判定指引的解读。
#     remediation: 使用生成数据，或在数据离开生产环境前完成脱敏，并清除测试环境中已有的真实数据。
package fiducia.custody.tec.dat.test_data

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "environment", "many": "environments", "zh": "环境"}

deny contains profile.graded(object.union(fault, {"check": "environments_listed"})) if {
	some fault in shape.list_faults("environments", noun, 1)
}

deny contains profile.graded(object.union(fault, {"check": "no_real_pi"})) if {
	some i, environment in shape.items(shape.spec("environments"))
	is_object(environment)
	not production(environment)
	item := text.item(noun, environment, "name", i)
	some fault in fields.faults(item, environment, ["spec", "environments", i], {"contains_real_pi": fields.no})
}

production(environment) if {
	name := shape.get(environment, "name")
	is_string(name)
	text.key(name) in text.keys(data.fiducia.params.production_environments)
}
