# METADATA
# scope: package
# title: Independent review
# description: >-
#   Whoever runs a system does not see its blind spots. A review by people who do not run it must have ended within
#   the last 365 days, and the file must say who held it.
# custom:
#   id: CMP-STD-02
#   severity: medium
#   indicator: CMP.STD
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [ComplianceFile]
#   clauses: []
#   see_also: [ISO-A.5.35, PSD2-95, N53-CA-2]
#   checks:
#     reviewed: {veto: false, implements: [], params: [independent_review_interval_days]}
#     reviewer_named: {veto: false, implements: []}
#   remediation: Commission a review by an outside firm or by internal audit.
#   zh:
#     title: 独立审查
#     description: 运行系统的人往往看不到自身盲区。最近 365 天内须完成一次由非运行方开展的独立审查，并写明审查方。
#     remediation: 委托外部机构或内部审计部门开展独立审查。
package fiducia.custody.cmp.std.independent_review

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "reviewed"}) if {
	some fault in fields.section_faults(["spec", "independent_review"], {"last_date": fields.within(data.fiducia.params.independent_review_interval_days)})
}

deny contains object.union(fault, {"check": "reviewer_named"}) if {
	some fault in fields.section_faults(["spec", "independent_review"], {"by": fields.filled})
}
