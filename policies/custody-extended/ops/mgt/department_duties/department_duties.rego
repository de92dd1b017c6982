# METADATA
# scope: package
# title: Department duties defined
# description: >-
#   Work that is everybody's is nobody's. The departments and posts must be listed (`units`), each with the person who
#   leads it (`owner`) and with its duties (`duties`).
# custom:
#   id: OPS-MGT-03
#   severity: medium
#   indicator: OPS.MGT
#   tier: extended
#   veto: false
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [Governance]
#   clauses: [GB22239-8.1.7.1]
#   see_also: [ISO-A.5.2, CSF-GV.RR-02]
#   checks:
#     units_listed: {veto: false, implements: [GB22239-8.1.7.1]}
#     duties: {veto: false, implements: [GB22239-8.1.7.1]}
#   remediation: >-
#     Write down who does what: the duties of each department and post, and who leads it.
#   zh:
#     title: 部门与岗位职责明确
#     description: 人人有责，往往等于无人负责。须列出各部门和岗位（`units`），并逐一写明负责人（`owner`）与职责（`duties`）。
#     remediation: 以书面形式明确分工：各部门、岗位的职责及其负责人。
package fiducia.custody_extended.ops.mgt.department_duties

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape

noun := {"en": "unit", "many": "units", "zh": "部门或岗位"}

deny contains profile.graded(object.union(fault, {"check": "units_listed"})) if {
	some fault in shape.list_faults("units", noun, 1)
}

deny contains profile.graded(object.union(fault, {"check": "duties"})) if {
	demands := {"name": fields.filled, "owner": fields.filled, "duties": fields.answer}
	some fault in fields.entry_faults(shape.spec("units"), ["spec", "units"], noun, "name", demands)
}
