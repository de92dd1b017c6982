# METADATA
# scope: package
# title: Breaks resolved within one business day
# description: >-
#   An open difference is where misuse hides. `breaks` must list every difference that is open. None may be older than
#   one business day (`age_days`), and each whose amount is not zero must name the ticket under which it is followed
#   up.
# custom:
#   id: CUS-REC-02
#   severity: critical
#   indicator: CUS.REC
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [Reconciliation]
#   clauses: []
#   see_also: [CASS-7-REC, P2PC-ENT]
#   checks:
#     breaks_listed: {veto: false, implements: []}
#     amounts_stated: {veto: false, implements: []}
#     not_overdue: {veto: false, implements: [], params: [break_max_business_days]}
#     ticketed: {veto: false, implements: []}
#   basis_note: >-
#     The whole control is a house rule. Differences that cancel each other out need their tickets all the same.
#   remediation: >-
#     Investigate each difference on the day it appears, open a ticket for it, and fund a shortfall from own money.
#   zh:
#     title: 差异当日处理与零容忍
#     description: 未结差异正是资金被挪用的藏身之处。`breaks` 须列明全部未结差异；任何差异不得超过一个工作日（`age_days`），金额不为零的差异须写明跟踪处理单号。
#     basis_note: 本控制全部属内部控制要求；金额正负相抵的差异同样须逐笔登记处理单。
#     remediation: 差异出现当日查明原因并登记处理单，资金缺口以自有资金补足。
package fiducia.custody.cus.rec.breaks_resolved

import data.fiducia.custody.lib.amount
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "break", "many": "breaks", "zh": "差异"}

deny contains object.union(fault, {"check": "breaks_listed"}) if {
	some fault in shape.list_faults("breaks", noun, 0)
}

deny contains {
	"msg": {
		"en": sprintf("%s: `amount` %s; it must be an amount", [item.en, state.en]),
		"zh": sprintf("%s的 `amount` %s，应为金额", [item.zh, state.zh]),
	},
	"check": "amounts_stated",
	"path": ["spec", "breaks", i, "amount"],
	"expected": {"en": "amount", "zh": "金额"},
} if {
	some i, entry in shape.items(shape.spec("breaks"))
	is_object(entry)
	value := shape.get(entry, "amount")
	not amount.signed(value)
	item := text.item(noun, entry, "id", i)
	state := text.state(value)
}

deny contains object.union(fault, {"check": "not_overdue"}) if {
	demands := {"age_days": fields.at_most(data.fiducia.params.break_max_business_days)}
	some fault in fields.entry_faults(shape.spec("breaks"), ["spec", "breaks"], noun, "id", demands)
}

deny contains object.union(fault, {"check": "ticketed"}) if {
	some i, entry in shape.items(shape.spec("breaks"))
	is_object(entry)
	not nothing(shape.get(entry, "amount"))
	some fault in fields.faults(text.item(noun, entry, "id", i), entry, ["spec", "breaks", i], {"ticket": fields.filled})
}

nothing(value) if amount.signed(value) == 0
