# METADATA
# scope: package
# title: Regulatory filing calendar
# description: >-
#   A report that reaches the supervisor late is a violation in itself. Every entry of `filings` must have a name and
#   a due date. Once that date has passed, the report must have been filed on or before it; a late filing is reported
#   for 365 days, one that was never made until it is.
# custom:
#   id: CMP-SUP-02
#   severity: high
#   indicator: CMP.SUP
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [ComplianceFile]
#   clauses: [NBPI-37, NBPI-41, PBD-42]
#   see_also: [NBPI-43, NDR-33]
#   checks:
#     filings_listed: {veto: false, implements: []}
#     filed_on_time: {veto: false, implements: [NBPI-37, NBPI-41, PBD-42], params: [filing_lookback_days]}
#   basis_note: >-
#     The clauses name what a payment institution or a processor of important data reports; the calendar holds
#     whatever applies to the platform.
#   remediation: File what is overdue now, and give every report an owner who is reminded before it is due.
#   zh:
#     title: 监管报送日历
#     description: >-
#       逾期报送本身即构成违规。`filings` 每项须有名称和截止日；截止日已过的，须在截止日或之前报送。逾期报送的，自截止日起 365 天内持续提示；从未报送的，提示至完成报送为止。
#     basis_note: 所引条款规定支付机构、重要数据处理者的报送事项；报送日历应列入平台适用的全部事项。
#     remediation: 立即补报逾期事项，并为每项报送指定责任人、设置到期提醒。
package fiducia.custody.cmp.sup.filing_calendar

import data.fiducia.custody.lib.dates
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "filing", "many": "filings", "zh": "报送事项"}

deny contains profile.graded(object.union(fault, {"check": "filings_listed"})) if {
	some fault in shape.list_faults("filings", noun, 1)
}

deny contains profile.graded(object.union(fault, {"check": "filings_listed"})) if {
	some fault in fields.entry_faults(shape.spec("filings"), ["spec", "filings"], noun, "name", {"name": fields.filled, "due_at": fields.date})
}

# Not due yet: it may have been filed already.
deny contains profile.graded(object.union(fault, {"check": "filings_listed"})) if {
	some i, filing in shape.items(shape.spec("filings"))
	not is_null(shape.get(filing, "filed_at"))
	not due(filing)
	some fault in fields.faults(text.item(noun, filing, "name", i), filing, ["spec", "filings", i], {"filed_at": fields.date})
}

# Due, and not filed on a day that has come.
deny contains profile.graded(violation("filed_at", i, filing, {
	"en": sprintf("was due on %s and `filed_at` %s; file it now", [filing.due_at, fault.en]),
	"zh": sprintf("应于 %s 前完成，`filed_at` %s，须立即报送", [filing.due_at, fault.zh]),
})) if {
	some i, filing in shape.items(shape.spec("filings"))
	dates.age(shape.get(filing, "due_at")) > 0
	fault := dates.past_fault(shape.get(filing, "filed_at"))
}

# Filed late, not long ago.
deny contains profile.graded(violation("filed_at", i, filing, {
	"en": sprintf("was due on %s and filed on %s, late by %s", [filing.due_at, filing.filed_at, fields.days(late)]),
	"zh": sprintf("应于 %s 前完成，实际报送日为 %s，逾期 %d 天", [filing.due_at, filing.filed_at, late]),
})) if {
	some i, filing in shape.items(shape.spec("filings"))
	overdue := dates.age(shape.get(filing, "due_at"))
	overdue <= data.fiducia.params.filing_lookback_days
	age := dates.age(shape.get(filing, "filed_at"))
	age >= 0
	late := overdue - age
	late > 0
}

violation(key, i, filing, said) := {
	"msg": {"en": sprintf("%s %s", [item.en, said.en]), "zh": sprintf("%s%s", [item.zh, said.zh])},
	"check": "filed_on_time",
	"path": ["spec", "filings", i, key],
	"related": [{"msg": {"en": "due on this day", "zh": "报送截止日"}, "path": ["spec", "filings", i, "due_at"]}],
	"expected": {"en": sprintf("on or before %s", [filing.due_at]), "zh": sprintf("不晚于 %s", [filing.due_at])},
} if {
	item := text.item(noun, filing, "name", i)
}

due(filing) if dates.age(shape.get(filing, "due_at")) > 0
