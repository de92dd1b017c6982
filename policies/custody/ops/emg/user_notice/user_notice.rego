# METADATA
# scope: package
# title: User notification of incidents
# description: >-
#   Users who hear of an incident late lose money that they could have saved. The runbook must name at least two
#   channels through which users are told (`incident.user_notice.channels`), so that one may fail, and the template of
#   the message (`template`).
# custom:
#   id: OPS-EMG-06
#   severity: high
#   indicator: OPS.EMG
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: house
#   applies_to: [EmergencyPlan]
#   clauses: [NDR-11]
#   see_also: [PIPL-57, CSL-44, DORA-19, DORA-14, CSF-RS.CO-02]
#   checks:
#     channels: {veto: false, implements: [NDR-11], params: [user_notice_channels]}
#     template: {veto: false, implements: []}
#   basis_note: >-
#     The clause lists channels by which those affected are told; that there are two, and a template, are house values.
#   remediation: >-
#     Set up the channels, write the template of the notice, have it approved, and try both in the next drill.
#   zh:
#     title: 事件告知用户
#     description: >-
#       用户得知事件越晚，本可避免的损失就越大。处置手册须写明至少两种告知用户的渠道（`incident.user_notice.channels`），以防单一渠道失效，并须备有告知模板（`template`）。
#     basis_note: 条款列举了通知受影响方的方式；两种渠道和告知模板属内部控制要求。
#     remediation: 建立告知渠道，编制并审批告知模板，在下次演练中一并验证。
package fiducia.custody.ops.emg.user_notice

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

notice := ["spec", "incident", "user_notice"]

deny contains profile.graded(object.union(fault, {"check": "channels"})) if {
	some fault in fields.section_faults(notice, {"channels": fields.several(data.fiducia.params.user_notice_channels)})
}

deny contains profile.graded(object.union(fault, {"check": "template"})) if {
	some fault in fields.section_faults(notice, {"template": fields.filled})
}
