# METADATA
# scope: package
# title: Asset inventory
# description: >-
#   Nobody protects what is not on the list. The assets must be listed (`assets`), each with the department or person
#   that answers for it (`owner`), its importance (`importance`) and its place (`location`).
# custom:
#   id: OPS-MGT-09
#   severity: medium
#   indicator: OPS.MGT
#   tier: extended
#   veto: false
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [Governance]
#   clauses: [GB22239-8.1.10.2]
#   see_also: [DORA-8, ISO-A.5.9, CSF-ID.AM-02]
#   checks:
#     assets_listed: {veto: false, implements: [GB22239-8.1.10.2]}
#     described: {veto: false, implements: [GB22239-8.1.10.2]}
#   remediation: Complete the inventory, and keep it up with every purchase and every change.
#   zh:
#     title: 资产清单
#     description: 不在清单上的资产，无人保护。须编制资产清单（`assets`），逐项写明责任部门或责任人（`owner`）、重要程度（`importance`）和所处位置（`location`）。
#     remediation: 补全资产清单，并随采购与变更及时更新。
package fiducia.custody_extended.ops.mgt.asset_inventory

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape

noun := {"en": "asset", "many": "assets", "zh": "资产"}

deny contains profile.graded(object.union(fault, {"check": "assets_listed"})) if {
	some fault in shape.list_faults("assets", noun, 1)
}

deny contains profile.graded(object.union(fault, {"check": "described"})) if {
	demands := {"owner": fields.filled, "importance": fields.filled, "location": fields.filled}
	some fault in fields.entry_faults(shape.spec("assets"), ["spec", "assets"], noun, "id", demands)
}
