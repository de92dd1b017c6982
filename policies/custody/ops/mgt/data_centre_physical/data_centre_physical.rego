# METADATA
# scope: package
# title: Physical security of the data centre
# description: >-
#   Whoever can walk up to a server owns what is on it. The doors of the data centre must be controlled
#   (`physical.access_control: true`), and the recordings of its cameras must be kept for at least 90 days.
# custom:
#   id: OPS-MGT-08
#   severity: medium
#   indicator: OPS.MGT
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: mixed
#   applies_to: [Governance]
#   clauses: [GB22239-8.1.1]
#   see_also: [GB43206-6.1.1, ISO-A.7.2, ISO-A.7.4, N53-PE-3, CSF-PR.AA-06]
#   checks:
#     access_control: {veto: false, implements: [GB22239-8.1.1]}
#     video_retention: {veto: false, implements: [], params: [video_retention_days]}
#   basis_note: No clause that was read states how long recordings are kept; 90 days is a house value.
#   remediation: Install door control that records who enters, and keep the video recordings for the required time.
#   zh:
#     title: 机房物理安全
#     description: >-
#       能走到服务器跟前的人，就能控制其中的一切。机房出入口须有门禁控制（`physical.access_control: true`），监控录像须至少保存 90 天。
#     basis_note: 所读条款均未规定录像保存期限；90 天属内部控制要求。
#     remediation: 为机房配置可记录人员进出的门禁系统，并按要求的期限保存监控录像。
package fiducia.custody.ops.mgt.data_centre_physical

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

deny contains profile.graded(object.union(fault, {"check": "access_control"})) if {
	some fault in fields.section_faults(["spec", "physical"], {"access_control": fields.yes})
}

deny contains profile.graded(object.union(fault, {"check": "video_retention"})) if {
	days := fields.at_least(data.fiducia.params.video_retention_days)
	some fault in fields.section_faults(["spec", "physical"], {"video_retention_days": days})
}
