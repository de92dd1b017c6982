# METADATA
# scope: package
# title: Independent yearly audit of client money
# description: >-
#   Only somebody from outside can say credibly that client money is where the books say it is. Client money must have
#   been audited in the last 365 days (`audit.last_date`), and the result must be published (`audit.published: true`).
# custom:
#   id: CUS-REC-05
#   severity: high
#   indicator: CUS.REC
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [CustodyArrangement]
#   clauses: [CASS-15]
#   see_also: [P2PC-ONE, NBPI-37]
#   checks:
#     audited: {veto: false, implements: [CASS-15], params: [client_money_audit_days]}
#     published: {veto: false, implements: []}
#   basis_note: >-
#     The yearly audit is what the British client-asset rules ask for, known from a restatement; for Chinese payment
#     institutions the audit and its publication are house rules.
#   remediation: Commission an audit of client money from an independent firm, and publish its result.
#   zh:
#     title: 客户资金年度独立审计
#     description: >-
#       客户资金是否账实相符，须由外部独立机构证明。客户资金须在 365 天内经过审计（`audit.last_date`），审计结果须予公布（`audit.published: true`）。
#     basis_note: 英国客户资产规则要求年度审计，该条款为第三方转述；对国内支付机构，年度审计与结果公布均属内部控制要求。
#     remediation: 委托独立审计机构对客户资金开展审计，并公布审计结果。
package fiducia.custody.cus.rec.client_money_audit

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "audited"}) if {
	demands := {"last_date": fields.within(data.fiducia.params.client_money_audit_days)}
	some fault in fields.section_faults(["spec", "audit"], demands)
}

deny contains object.union(fault, {"check": "published"}) if {
	some fault in fields.section_faults(["spec", "audit"], {"published": fields.yes})
}
