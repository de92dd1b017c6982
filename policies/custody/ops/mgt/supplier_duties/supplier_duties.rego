# METADATA
# scope: package
# title: Supplier duties and no outsourcing of core fund technology
# description: >-
#   A platform answers for what its suppliers do. Every supplier must have security duties in its contract
#   (`security_terms`) and must have been reviewed within the last 365 days. A payment institution must not hand the
#   core ledger, the execution of payments or the management of keys to anybody, so each of its suppliers must say what
#   it does (`scope`).
# custom:
#   id: OPS-MGT-07
#   severity: critical
#   indicator: OPS.MGT
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [Governance]
#   clauses: [NBPI-21, GB22239-8.1.9.10, PCI-12.8.4]
#   see_also: [ITO-32, DORA-28, DORA-30, N53-SA-9]
#   checks:
#     suppliers_listed: {veto: false, implements: []}
#     core_outsourcing: {veto: false, implements: [NBPI-21], params: [core_fund_scopes]}
#     security_terms: {veto: false, implements: [GB22239-8.1.9.10]}
#     review: {veto: false, implements: [GB22239-8.1.9.10, PCI-12.8.4], params: [supplier_review_days]}
#   basis_note: >-
#     The clause of the payment regulation speaks of core business and technology that touch funds and information
#     security; which scopes these are is a list of this pack. One year is the number of PCI DSS.
#   remediation: >-
#     Take core fund technology back in house or cut the scope of the supplier, add security duties to the contract, and
#     review every supplier once a year.
#   zh:
#     title: 供应商管理与核心业务不得外包
#     description: >-
#       供应商的行为，责任仍由平台承担。每家供应商的合同须约定安全义务（`security_terms`），并在最近 365 天内经过评审。支付机构不得将核心账务、支付执行、密钥管理委托他人办理，故其每家供应商均须写明服务范围（`scope`）。
#     basis_note: 条例条款所指为涉及资金安全、信息安全的核心业务和技术；具体范围清单由本规则包给出。一年一次取自 PCI DSS。
#     remediation: 将资金相关核心技术收回自建或调整服务范围，在合同中补充安全义务，并每年评审全部供应商。
package fiducia.custody.ops.mgt.supplier_duties

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "supplier", "many": "suppliers", "zh": "供应商"}

suppliers := shape.spec("suppliers")

deny contains object.union(fault, {"check": "suppliers_listed"}) if {
	some fault in shape.list_faults("suppliers", noun, 0)
}

deny contains {
	"msg": {
		"en": sprintf("%s does \"%s\", which a payment institution must not outsource", [item.en, scope.value]),
		"zh": sprintf("%s承担“%s”，支付机构不得将其委托第三方", [item.zh, scope.value]),
	},
	"check": "core_outsourcing",
	"path": scope.path,
	"expected": {"en": "nothing that touches core fund business", "zh": "不涉及资金核心业务的服务范围"},
} if {
	profile.is_or_unknown("cn_payment_institution")
	some i, supplier in shape.items(suppliers)
	some scope in scopes(shape.get(supplier, "scope"), ["spec", "suppliers", i, "scope"])
	core(scope.value)
	item := text.item(noun, supplier, "name", i)
}

deny contains {
	"msg": {
		"en": sprintf("%s: `scope` %s; a payment institution must say what is outsourced", [item.en, state.en]),
		"zh": sprintf("%s的 `scope` %s，支付机构须写明委托范围", [item.zh, state.zh]),
	},
	"check": "core_outsourcing",
	"path": ["spec", "suppliers", i, "scope"],
	"expected": {"en": "scope", "zh": "服务范围"},
} if {
	profile.is_or_unknown("cn_payment_institution")
	some i, supplier in shape.items(suppliers)
	is_object(supplier)
	scope := shape.get(supplier, "scope")
	not readable(scope)
	item := text.item(noun, supplier, "name", i)
	state := text.state(scope)
}

deny contains object.union(fault, {"check": "security_terms"}) if {
	some fault in fields.entry_faults(suppliers, ["spec", "suppliers"], noun, "name", {"security_terms": fields.provided})
}

deny contains object.union(fault, {"check": "review"}) if {
	within := fields.within(data.fiducia.params.supplier_review_days)
	some fault in fields.entry_faults(suppliers, ["spec", "suppliers"], noun, "name", {"last_review": within})
}

# What a supplier does: one text, or a list of them.
scopes(scope, path) := [{"value": scope, "path": path}] if text.filled(scope)

scopes(scope, path) := [{"value": part, "path": array.concat(path, [j])} | some j, part in scope; text.filled(part)] if is_array(scope)

readable(scope) if text.filled(scope)

readable(scope) if {
	is_array(scope)
	count(scope) > 0
	every part in scope {
		text.filled(part)
	}
}

# "Payment execution and settlement" holds "payment_execution".
core(scope) if {
	some known in data.fiducia.params.core_fund_scopes
	contains(text.key(scope), text.key(known))
}
