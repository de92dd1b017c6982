# METADATA
# scope: package
# title: Reconciler independent of payment staff
# description: >-
#   Whoever makes a payment must not be the one who confirms that the books agree. `owner_role` must name the role that
#   reconciles, and it must not be one that makes or checks payments.
# custom:
#   id: CUS-REC-03
#   severity: high
#   indicator: CUS.REC
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [Reconciliation]
#   clauses: []
#   see_also: [ISO-A.5.3, N53-AC-5, GB22239-8.1.4.2d]
#   checks:
#     owner_named: {veto: false, implements: []}
#     independent: {veto: false, implements: [], params: [payment_roles]}
#   basis_note: Which roles exclude each other is a house rule.
#   remediation: Give the reconciliation to a role outside of payments, such as finance.
#   zh:
#     title: 对账岗位独立于支付岗位
#     description: 付款的人不得同时确认账实相符。`owner_role` 须写明对账岗位，且不得为支付经办或复核岗位。
#     basis_note: 岗位分离的具体组合属内部控制要求。
#     remediation: 将对账职责调整至财务等支付以外的岗位。
package fiducia.custody.cus.rec.independent_reconciler

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

deny contains object.union(fault, {"check": "owner_named"}) if {
	some fault in fields.section_faults(["spec"], {"owner_role": fields.filled})
}

deny contains {
	"msg": {
		"en": sprintf("`owner_role` is \"%s\"; reconciliation must not be done by a payment role (%s)", [role, concat(", ", payment_roles)]),
		"zh": sprintf("`owner_role` 为%s，对账不得由支付岗位承担，即%s", [text.named(role).zh, text.listed(payment_roles).zh]),
	},
	"check": "independent",
	"path": ["spec", "owner_role"],
	"expected": {"en": "a role outside of payments", "zh": "支付以外的岗位"},
} if {
	role := shape.spec("owner_role")
	is_string(role)
	payment_roles := data.fiducia.params.payment_roles
	text.key(role) in text.keys(payment_roles)
}
