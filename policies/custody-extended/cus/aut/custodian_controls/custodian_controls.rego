# METADATA
# scope: package
# title: Custodian can refuse and must report abnormal instructions
# description: >-
#   A custodian that carries out whatever it is told is no second line. The custodian must refuse instructions outside
#   of the agreement (`controls.refuse_out_of_scope: true`) and report abnormal ones (`controls.report_abnormal:
#   true`).
# custom:
#   id: CUS-AUT-03
#   severity: medium
#   indicator: CUS.AUT
#   tier: extended
#   veto: false
#   profiles: [cn]
#   threshold_basis: house
#   applies_to: [CustodyArrangement]
#   clauses: [SCR-62, SIF-37]
#   checks:
#     refuses: {veto: false, implements: [SCR-62, SIF-37]}
#     reports: {veto: false, implements: [SCR-62, SIF-37]}
#   basis_note: >-
#     The clauses are about client money of securities firms and about fund custody; for other platforms it is a house
#     rule.
#   remediation: Write the duty to refuse and to report into the agreement, and build both into the interface.
#   zh:
#     title: 存管人拒绝执行与异常报告机制
#     description: >-
#       对指令来者不拒的存管人起不到第二道防线的作用。存管人须拒绝执行超出约定范围的指令（`controls.refuse_out_of_scope: true`），并报告异常指令（`controls.report_abnormal: true`）。
#     basis_note: 所引条款适用于证券公司客户资金与基金托管；对其他平台属内部控制要求。
#     remediation: 在存管协议中约定拒绝执行与报告义务，并在系统接口中落实。
package fiducia.custody_extended.cus.aut.custodian_controls

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

deny contains profile.graded(object.union(fault, {"check": "refuses"})) if {
	some fault in fields.section_faults(["spec", "controls"], {"refuse_out_of_scope": fields.yes})
}

deny contains profile.graded(object.union(fault, {"check": "reports"})) if {
	some fault in fields.section_faults(["spec", "controls"], {"report_abnormal": fields.yes})
}
