# METADATA
# scope: package
# title: Sub-ledger of clients equals the pooled balance
# description: >-
#   If the sum of what clients are owed differs from what the pooled account holds, somebody's money is missing. The
#   balance of the pooled account must be stated, and the sub-ledger by client (`sub_accounts`), its total
#   (`sub_accounts_total`), or both; they must equal the balance to the cent.
# custom:
#   id: CUS-SEG-03
#   severity: critical
#   indicator: CUS.SEG
#   tier: core
#   veto: true
#   veto_basis: house
#   veto_default: "off"
#   profiles: [cn]
#   threshold_basis: house
#   applies_to: [CustodyArrangement]
#   clauses: [P2PC-CUS, SCR-57]
#   see_also: [MICA-75, CASS-7-REC]
#   checks:
#     balances_stated: {veto: false, implements: []}
#     totals_agree: {veto: false, implements: [P2PC-CUS, SCR-57]}
#   basis_note: >-
#     The clauses ask that the money of each client be kept apart and identified; that the totals agree to the cent is
#     a house rule, and it does not veto.
#   remediation: Find the difference, book it, and make good a shortfall from own money on the same day.
#   zh:
#     title: 分户账与汇总账户余额一致
#     description: 客户分户账合计与汇总账户余额不符，说明有客户资金缺失。须写明汇总账户余额，并提供客户分户账（`sub_accounts`）或其合计（`sub_accounts_total`），二者均须与余额分毫不差。
#     basis_note: 条款要求按客户单独立户、分账管理；余额逐分相等属内部控制要求，不构成一票否决。
#     remediation: 查明差异并入账，缺口当日以自有资金补足。
package fiducia.custody.cus.seg.sub_ledger

import data.fiducia.custody.lib.amount
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape

noun := {"en": "sub-account", "many": "sub-accounts", "zh": "分户"}

sub_accounts := shape.spec("sub_accounts")

deny contains profile.graded(object.union(fault, {"check": "balances_stated"})) if {
	some fault in fields.section_faults(["spec", "pooled"], {"balance": fields.money})
}

deny contains profile.graded(object.union(fault, {"check": "balances_stated"})) if {
	sub_accounts_needed
	some fault in shape.list_faults("sub_accounts", noun, 0)
}

deny contains profile.graded(object.union(fault, {"check": "balances_stated"})) if {
	some fault in fields.entry_faults(sub_accounts, ["spec", "sub_accounts"], noun, "id", {"balance": fields.money})
}

deny contains profile.graded(object.union(fault, {"check": "balances_stated"})) if {
	not is_null(shape.spec("sub_accounts_total"))
	some fault in fields.section_faults(["spec"], {"sub_accounts_total": fields.money})
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s is %s, but the pooled account holds %s", [total.en, amount.shown(total.value), amount.shown(pooled)]),
		"zh": sprintf("%s为 %s，汇总账户余额为 %s，二者不符", [total.zh, amount.shown(total.value), amount.shown(pooled)]),
	},
	"check": "totals_agree",
	"path": ["spec", total.key],
	"related": [{"msg": {"en": "the pooled balance", "zh": "汇总账户余额"}, "path": ["spec", "pooled", "balance"]}],
	"expected": {"en": amount.shown(pooled), "zh": amount.shown(pooled)},
}) if {
	some total in totals
	total.value != pooled
}

# A total may stand for the list, and not for one that cannot be read.
sub_accounts_needed if is_null(shape.spec("sub_accounts_total"))

sub_accounts_needed if not is_null(sub_accounts)

pooled := amount.millionths(shape.get(shape.spec("pooled"), "balance"))

totals contains {"key": "sub_accounts", "en": "the sum of the sub-accounts", "zh": "各分户余额合计", "value": sum(balances)} if {
	is_array(sub_accounts)
	balances := [balance | some entry in sub_accounts; balance := amount.millionths(shape.get(entry, "balance"))]
	count(balances) == count(sub_accounts)
}

totals contains {"key": "sub_accounts_total", "en": "`sub_accounts_total`", "zh": " `sub_accounts_total` ", "value": value} if {
	value := amount.millionths(shape.spec("sub_accounts_total"))
}
