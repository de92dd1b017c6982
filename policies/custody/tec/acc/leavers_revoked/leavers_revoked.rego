# METADATA
# scope: package
# title: Leaver access revoked promptly
# description: >-
#   Whoever leaves in anger still has a key in the pocket. Every entry of `hr.leavers` must say after how many hours
#   all access was revoked, and it must be at most 24. An empty list states that nobody left.
# custom:
#   id: TEC-ACC-08
#   severity: high
#   indicator: TEC.ACC
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [AccessProfile]
#   clauses: []
#   see_also: [GB22239-8.1.8.2, PCI-8.2.5, ISO-A.6.5, N53-PS-4]
#   checks:
#     leavers_listed: {veto: false, implements: []}
#     revoked: {veto: false, implements: [], params: [leaver_revocation_hours]}
#   basis_note: GB/T 22239 says promptly and PCI DSS immediately; 24 hours is a house value.
#   remediation: Let the personnel system trigger the revocation, and count the hours until the last access is gone.
#   zh:
#     title: 离岗人员权限及时终止
#     description: 离岗人员若仍持有权限，即为内部风险的源头。`hr.leavers` 的每一项须写明收回全部权限所用的小时数，且不超过 24 小时；空列表表示期间无人离岗。
#     basis_note: GB/T 22239 的表述为“及时”，PCI DSS 为“立即”；24 小时属内部控制参数。
#     remediation: 由人力资源系统自动触发权限收回，并统计直至最后一项权限收回的时间。
package fiducia.custody.tec.acc.leavers_revoked

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape

noun := {"en": "leaver", "many": "leavers", "zh": "离岗人员"}

deny contains object.union(fault, {"check": "leavers_listed"}) if {
	some fault in shape.list_faults_at(leavers, ["spec", "hr", "leavers"], noun, 0)
}

deny contains object.union(fault, {"check": "revoked"}) if {
	demands := {"revoked_hours": fields.at_most(data.fiducia.params.leaver_revocation_hours)}
	some fault in fields.entry_faults(leavers, ["spec", "hr", "leavers"], noun, "id", demands)
}

leavers := shape.get(shape.spec("hr"), "leavers")
