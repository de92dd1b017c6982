# METADATA
# scope: package
# title: Complaint channel and handling time
# description: >-
#   A complaint is often the first sign of a loss. The channel for complaints must be published (`complaints.channel`),
#   and 95 percent of the complaints must be closed within 15 days (`complaints.close_days_p95`).
# custom:
#   id: OPS-EDU-04
#   severity: medium
#   indicator: OPS.EDU
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: mixed
#   applies_to: [UserEducation]
#   clauses: [NBPI-35, NDR-20, CSL-51]
#   checks:
#     channel: {veto: false, implements: [NBPI-35, NDR-20, CSL-51]}
#     handling_time: {veto: false, implements: [], params: [complaint_close_days]}
#   basis_note: The clauses ask for a channel and prompt handling; 15 days is a house value.
#   remediation: Publish the channel, and give the complaints desk the people it needs to answer in time.
#   zh:
#     title: 投诉渠道与处理时限
#     description: 投诉往往是资金损失的最早信号。须公布投诉渠道（`complaints.channel`），且 95% 的投诉须在 15 天内办结（`complaints.close_days_p95`）。
#     basis_note: 条款要求公布渠道并及时处理；15 天属内部控制要求。
#     remediation: 公布投诉渠道，为投诉处理配足人员，确保按时办结。
package fiducia.custody.ops.edu.complaint_handling

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

deny contains profile.graded(object.union(fault, {"check": "channel"})) if {
	some fault in fields.section_faults(["spec", "complaints"], {"channel": fields.filled})
}

deny contains profile.graded(object.union(fault, {"check": "handling_time"})) if {
	days := fields.at_most(data.fiducia.params.complaint_close_days)
	some fault in fields.section_faults(["spec", "complaints"], {"close_days_p95": days})
}
