# METADATA
# scope: package
# title: Regular compliance review
# description: >-
#   Rules and business drift apart unless somebody compares them. A compliance review must have ended within the last
#   365 days, and the number of its findings that are still open must be stated.
# custom:
#   id: CMP-SUP-01
#   severity: high
#   indicator: CMP.SUP
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [ComplianceFile]
#   clauses: []
#   see_also: [ISO-A.5.36, GB22239-8.1.7.5]
#   checks:
#     reviewed: {veto: false, implements: [], params: [compliance_review_interval_days]}
#     findings_tracked: {veto: false, implements: []}
#   basis_note: The standards ask for regular reviews; the period is a house value.
#   remediation: Hold the review, record its date, and follow its findings until they are closed.
#   zh:
#     title: 定期合规审查
#     description: >-
#       制度与业务若无人定期核对，便会逐渐脱节。最近 365 天内须完成一次合规审查，并写明审查发现中尚未关闭的数量。
#     basis_note: 相关标准要求定期审查，具体周期属内部控制要求。
#     remediation: 开展合规审查，记录完成日期，并跟踪审查发现直至关闭。
package fiducia.custody.cmp.sup.compliance_review

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "reviewed"}) if {
	some fault in fields.section_faults(["spec", "review"], {"last_date": fields.within(data.fiducia.params.compliance_review_interval_days)})
}

deny contains object.union(fault, {"check": "findings_tracked"}) if {
	some fault in fields.section_faults(["spec", "review"], {"findings_open": fields.count_of_any})
}
