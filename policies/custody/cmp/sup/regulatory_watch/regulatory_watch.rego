# METADATA
# scope: package
# title: Regulatory change tracking
# description: >-
#   Whoever learns of a new rule from the fine learns of it late. The sources must have been read within the last 30
#   days, and every change that was found must have its impact on the platform and a decision.
# custom:
#   id: CMP-SUP-03
#   severity: medium
#   indicator: CMP.SUP
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [ComplianceFile]
#   clauses: []
#   see_also: [CSF-GV.OC-03, ISO-A.5.31]
#   checks:
#     scanned: {veto: false, implements: [], params: [regwatch_interval_days]}
#     changes_decided: {veto: false, implements: []}
#   remediation: Read the sources every month, and decide on each change what is done about it.
#   zh:
#     title: 政策变动跟踪
#     description: >-
#       等到被处罚才知道新规，为时已晚。最近 30 天内须检索过政策法规来源；每项已发现的变动须写明对平台的影响和应对决定。
#     remediation: 按月检索政策法规来源，对每项变动作出应对决定。
package fiducia.custody.cmp.sup.regulatory_watch

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape

noun := {"en": "change", "many": "changes", "zh": "政策变动"}

deny contains object.union(fault, {"check": "scanned"}) if {
	some fault in fields.section_faults(["spec", "regwatch"], {"last_scan": fields.within(data.fiducia.params.regwatch_interval_days)})
}

deny contains object.union(fault, {"check": "changes_decided"}) if {
	some fault in shape.list_faults_at(changes, ["spec", "regwatch", "changes"], noun, 0)
}

deny contains object.union(fault, {"check": "changes_decided"}) if {
	some fault in fields.entry_faults(changes, ["spec", "regwatch", "changes"], noun, "ref", {"ref": fields.filled, "impact": fields.filled, "decision": fields.filled})
}

changes := shape.get(shape.spec("regwatch"), "changes")
