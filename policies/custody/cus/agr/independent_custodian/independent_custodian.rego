# METADATA
# scope: package
# title: Custodian independent from the platform
# description: >-
#   A custodian of the same owner will not refuse an instruction of the platform. The custodian must be named, and must
#   not be a related party (`related_party: false`).
# custom:
#   id: CUS-AGR-02
#   severity: high
#   indicator: CUS.AGR
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: house
#   applies_to: [CustodyArrangement]
#   clauses: [SIF-35]
#   see_also: [SIF-37, SCR-62]
#   checks:
#     custodian_named: {veto: false, implements: []}
#     independent: {veto: false, implements: [SIF-35]}
#   basis_note: The fund law says so of the custodian of a fund; for other platforms it is a house rule.
#   remediation: Move custody to an institution without ties of ownership or control to the platform.
#   zh:
#     title: 存管人独立于平台
#     description: >-
#       存管人与平台同属一方，便难以拒绝平台的指令，监督形同虚设。须写明存管人名称，且存管人不得为平台的关联方（`related_party: false`）。
#     basis_note: 《证券投资基金法》第三十五条适用于基金托管人；对其他平台属内部控制要求。
#     remediation: 将存管业务转至与平台无股权或控制关系的机构。
package fiducia.custody.cus.agr.independent_custodian

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

deny contains profile.graded(object.union(fault, {"check": "custodian_named"})) if {
	some fault in fields.section_faults(["spec", "custodian"], {"name": fields.filled})
}

deny contains profile.graded(object.union(fault, {"check": "independent"})) if {
	some fault in fields.section_faults(["spec", "custodian"], {"related_party": fields.no})
}
