# METADATA
# scope: package
# title: Custody agreement in force with the required content
# description: >-
#   Rights and duties over client money must be written down, and the paper must be valid. The custody agreement must
#   have begun (`valid_from`) and not be over (`valid_to`), and its `terms` must cover duties, account model,
#   instruction channel, reconciliation, fees, liability, confidentiality and termination.
# custom:
#   id: CUS-AGR-01
#   severity: critical
#   indicator: CUS.AGR
#   tier: core
#   veto: true
#   veto_basis: house
#   veto_default: "off"
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [CustodyArrangement]
#   clauses: [P2PM-35, SCR-57, MICA-75]
#   checks:
#     in_force: {veto: false, implements: []}
#     terms_complete: {veto: false, implements: [P2PM-35, SCR-57, MICA-75], params: [custody_agreement_terms]}
#   basis_note: >-
#     The clauses ask for a written agreement and its main content; the list of subjects is drawn from several of them
#     and is a house value, and so is the check of the dates. The veto is off unless it is switched on.
#   remediation: Renew the agreement before it ends, and add the missing clauses by a supplement.
#   zh:
#     title: 存管协议有效且内容完整
#     description: 客户资金的权利义务须以书面约定，且协议须在有效期内。存管协议须已生效（`valid_from`）且未到期（`valid_to`），`terms` 须覆盖职责分工、账户体系、指令通道、账务核对、费用、责任承担、保密和终止等事项。
#     basis_note: 各条款要求签订书面协议并约定主要内容；事项清单综合多部规定归纳，属内部控制要求，协议有效期亦同；本控制的一票否决默认关闭。
#     remediation: 在协议到期前续签，并以补充协议补齐缺失条款。
package fiducia.custody.cus.agr.agreement

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "in_force"}) if {
	some fault in fields.section_faults(["spec", "agreement"], {"valid_from": fields.past, "valid_to": fields.upcoming})
}

deny contains object.union(fault, {"check": "terms_complete"}) if {
	demands := {"terms": fields.holding(data.fiducia.params.custody_agreement_terms)}
	some fault in fields.section_faults(["spec", "agreement"], demands)
}
