# METADATA
# scope: package
# title: Obligation register with owners
# description: >-
#   Laws change, and a duty that nobody owns is noticed when it is broken. Every entry of `obligations` must name the
#   clause, the date of the version that was read, an owner, and at least one control.
# custom:
#   id: CMP-LAW-06
#   severity: medium
#   indicator: CMP.LAW
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [ComplianceFile]
#   clauses: []
#   see_also: [ISO-A.5.31, CSF-GV.OC-03]
#   checks:
#     obligations_listed: {veto: false, implements: []}
#     entries_complete: {veto: false, implements: []}
#   remediation: Build the register from the clauses that apply, and give each an owner and its controls.
#   zh:
#     title: 合规义务清单
#     description: >-
#       法律不断修订，无人负责的义务往往在违反之后才被发现。`obligations` 每项须写明条款、所依据版本的日期、责任人和至少一个对应控制项。
#     remediation: 依据适用条款建立合规义务清单，逐项明确责任人和对应控制项。
package fiducia.custody_extended.cmp.law.obligation_register

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape

noun := {"en": "obligation", "many": "obligations", "zh": "合规义务"}

deny contains object.union(fault, {"check": "obligations_listed"}) if {
	some fault in shape.list_faults("obligations", noun, 1)
}

deny contains object.union(fault, {"check": "entries_complete"}) if {
	some fault in fields.entry_faults(shape.spec("obligations"), ["spec", "obligations"], noun, "clause_id", {
		"clause_id": fields.filled,
		"version_date": fields.past,
		"owner": fields.filled,
		"control_ids": fields.several(1),
	})
}
