# METADATA
# scope: package
# title: Joint connectivity and disaster test with the custodian
# description: >-
#   When the interface to the custodian fails, nobody can withdraw. Platform and custodian must have tested connection
#   and disaster recovery together before go-live (`joint_test.before_golive: true`), and again within the last 365
#   days (`joint_test.last_date`).
# custom:
#   id: CUS-AUT-04
#   severity: medium
#   indicator: CUS.AUT
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [CustodyArrangement]
#   clauses: []
#   see_also: [P2PC-ONE, DORA-11.6, ITO-31]
#   checks:
#     before_golive: {veto: false, implements: []}
#     yearly: {veto: false, implements: [], params: [joint_test_interval_days]}
#   basis_note: >-
#     DORA Article 11(6) is about continuity tests and is listed as related only: the control is a house rule.
#   remediation: >-
#     Agree on a date with the custodian, test the connection and the switch to the backup site, and record the result.
#   zh:
#     title: 与存管人开展联网及灾备联合测试
#     description: >-
#       与存管人的接口一旦中断，客户即无法提取资金。平台与存管人须在上线前完成联网与灾备联合测试（`joint_test.before_golive: true`），并在 365 天内再次测试（`joint_test.last_date`）。
#     basis_note: DORA 第十一条第六款针对业务连续性测试，仅供参考；本控制属内部控制要求。
#     remediation: 与存管人商定测试日期，测试联网及灾备切换，并留存测试记录。
package fiducia.custody.cus.aut.joint_testing

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "before_golive"}) if {
	some fault in fields.section_faults(["spec", "joint_test"], {"before_golive": fields.yes})
}

deny contains object.union(fault, {"check": "yearly"}) if {
	demands := {"last_date": fields.within(data.fiducia.params.joint_test_interval_days)}
	some fault in fields.section_faults(["spec", "joint_test"], demands)
}
