# METADATA
# scope: package
# title: Transparency page on custody and risk
# description: >-
#   Users can only judge the safety of their money if they are told where it lies. A page must name the custodian and
#   the account model, disclose the fees and the risks (`disclosure.custody_page`), and must have been updated within
#   the last 180 days (`updated`).
# custom:
#   id: OPS-EDU-03
#   severity: medium
#   indicator: OPS.EDU
#   tier: extended
#   veto: false
#   profiles: [cn]
#   threshold_basis: house
#   applies_to: [UserEducation]
#   clauses: [NBPI-20, NBPI-34]
#   see_also: [MICA-75]
#   checks:
#     custody: {veto: false, implements: [NBPI-20]}
#     fees: {veto: false, implements: [NBPI-34]}
#     risks: {veto: false, implements: []}
#     updated: {veto: false, implements: [], params: [custody_page_days]}
#   basis_note: >-
#     The clauses ask for the published agreement and clear fees; that risks are disclosed and the page is renewed every
#     180 days are house values.
#   remediation: Publish the page, and review it with every change of custodian, account model or fees.
#   zh:
#     title: 存管与风险透明披露
#     description: >-
#       用户只有了解资金存放何处，才能判断资金是否安全。须有披露页面写明存管机构与账户模式，并公示收费与风险（`disclosure.custody_page`），且在最近 180 天内更新过（`updated`）。
#     basis_note: 条款要求公示服务协议与收费；风险披露和 180 天更新一次属内部控制要求。
#     remediation: 发布披露页面，存管机构、账户模式或收费变化时及时更新。
package fiducia.custody_extended.ops.edu.custody_page

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile

page := ["spec", "disclosure", "custody_page"]

demands := {
	"custody": {"custodian": fields.filled, "account_model": fields.filled},
	"fees": {"fees": fields.provided},
	"risks": {"risks": fields.provided},
	"updated": {"updated": fields.within(data.fiducia.params.custody_page_days)},
}

deny contains profile.graded(object.union(fault, {"check": check})) if {
	some check, demanded in demands
	some fault in fields.section_faults(page, demanded)
}
