package fiducia.custody.lib.fields_test

import data.fiducia.custody.lib.fields

noun := {"en": "box", "many": "boxes", "zh": "箱子"}

fine(value, demand) if not fields.fault(value, demand)

wrong(value, demand) if fields.fault(value, demand).zh != ""

# The evaluation date is 2026-11-22.
test_values_that_meet_a_demand if {
	every value, demand in {
		"text": fields.filled, "2026-11-22": fields.past, "2026-11-23": fields.date, "2025-11-22": fields.within(365),
		"2027-11-22": fields.ahead(365), "Hash-Chain": fields.one_of(["hash_chain"]),
	} {
		fine(value, demand)
	}
	fine("2026-11-22", fields.ahead(0))
	fine("2026-11-22", fields.within(0))
	fine(["a"], fields.answer)
	fine(true, fields.yes)
	fine(1, fields.whole(1, 5))
	fine(5, fields.whole(1, 5))
	fine(0.5, fields.number(0, 1))
	fine(false, fields.no)
	fine(true, fields.either)
	fine(false, fields.either)
	fine(true, fields.provided)
	fine("handbook 3", fields.provided)
	fine(["sms", "App"], fields.several(2))
	fine(["A-B", "c", 5], fields.holding(["a_b", "c"]))
	fine(90, fields.at_least(90))
	fine(15, fields.at_most(15))
	fine(0, fields.at_most(15))
	fine("1000.00", fields.money)
	fine(0, fields.money)
}

test_further_values_that_meet_a_demand if {
	fine("2026-11-22", fields.upcoming)
	fine("2099-01-01", fields.upcoming)
	fine(0.00, fields.value)
	fine("3 per hour", fields.value)
	fine(0.5, fields.positive)
	fine(100, fields.percent(100))
	fine(90, fields.percent(90))
	fine(0, fields.count_of_any)
	fine(12, fields.count_of_any)
}

test_further_values_that_do_not if {
	wrong("2026-11-21", fields.upcoming)
	wrong(89.9, fields.percent(90))
	wrong(101, fields.percent(90))
	wrong("95", fields.percent(90))
	wrong("tbd", fields.value)
	wrong(true, fields.value)
	wrong(0, fields.positive)
	wrong("3", fields.positive)
	wrong(-1, fields.count_of_any)
	wrong(1.5, fields.count_of_any)
	wrong("1", fields.count_of_any)
	fields.form(fields.percent(90)).zh == "不低于 90% 的百分比"
	fields.form(fields.percent(100)).en == "100 (all of them)"
}

test_values_that_do_not if {
	every value, demand in {
		"tbd": fields.filled, "2026-11-23": fields.past, "2026-02-30": fields.date, "2025-11-21": fields.within(365),
		"2027-11-23": fields.ahead(365), "2026-11-21": fields.ahead(365), "paper": fields.one_of(["hash_chain"]),
		"90": fields.at_least(90), "true": fields.yes, "3": fields.whole(1, 5), "0.5": fields.number(0, 1), "15": fields.at_most(15),
	} {
		wrong(value, demand)
	}
	wrong(5, fields.answer)
	wrong(0, fields.whole(1, 5))
	wrong(6, fields.whole(1, 5))
	wrong(2.5, fields.whole(1, 5))
	wrong(1.1, fields.number(0, 1))
	wrong(89.9, fields.at_least(90))
	wrong(15.1, fields.at_most(15))
	wrong(-1, fields.at_most(15))
	wrong("-5", fields.money)
	wrong("1,000", fields.money)
	wrong(true, fields.money)
	wrong(false, fields.yes)
	wrong(true, fields.no)
	wrong("false", fields.no)
	wrong("false", fields.either)
	wrong(0, fields.either)
	wrong(false, fields.provided)
	wrong("待定", fields.provided)
	wrong({"a": 1, "b": 2}, fields.several(2))
	wrong({"a": 1}, fields.holding(["a"]))
	every list in [["sms", " SMS"], ["sms", "tbd"], ["sms", 5], ["sms"]] {
		fields.fault(list, fields.several(2)) == {"en": "counts only 1", "zh": "仅有 1 个有效条目"}
	}
	fields.fault(["b"], fields.holding(["a", "b", "c"])) == {"en": "lacks a, c", "zh": "缺少 a、c"}
}

every_demand := [
	fields.value, fields.positive,
	fields.upcoming, fields.percent(0), fields.count_of_any,
	fields.filled, fields.answer, fields.yes, fields.date, fields.past, fields.within(1), fields.ahead(1),
	fields.number(0, 1), fields.whole(0, 1), fields.at_least(0), fields.at_most(1), fields.one_of(["a"]),
	fields.no, fields.either, fields.provided, fields.money, fields.several(1), fields.holding(["a"]),
]

# Null and values of a type that no demand takes; and every demand has words for itself.
test_no_demand_lets_null_or_odd_types_pass if {
	every demand in every_demand {
		every value in [null, [], {}, [null], "", " "] {
			fields.fault(value, demand).en != ""
		}
		fields.form(demand).en != ""
		fields.form(demand).zh != ""
	}
}

test_faults_of_an_entry if {
	item := {"en": "box \"a\"", "zh": "箱子“a”"}
	found := fields.faults(item, {"owner": "li", "due": "soon"}, ["spec", "boxes", 0], {"owner": fields.filled, "due": fields.date, "size": fields.whole(1, 5)})
	{[f.path, f.msg.en, f.msg.zh] | some f in found} == {
		[["spec", "boxes", 0, "due"], "box \"a\": `due` is \"soon\"; it must be a date (YYYY-MM-DD)", "箱子“a”的 `due` 为“soon”，应为日期（YYYY-MM-DD）"],
		[["spec", "boxes", 0, "size"], "box \"a\": `size` is missing; it must be a whole number from 1 to 5", "箱子“a”的 `size` 缺失，应为介于 1 至 5 的整数"],
	}
}

test_faults_of_entries if {
	found := fields.entry_faults([{"id": "a"}, "odd", {"owner": "li"}], ["spec", "boxes"], noun, "id", {"owner": fields.filled})
	{[f.path, f.msg.en] | some f in found} == {[["spec", "boxes", 0, "owner"], "box \"a\": `owner` is missing; it must be a text that says something"]}
	fields.entry_faults(null, ["spec", "boxes"], noun, "id", {"owner": fields.filled}) == set()
}

test_faults_of_a_section if {
	every document in [{}, {"spec": null}, {"spec": {"a": 5}}, {"spec": {"a": {"b": [1]}}}] {
		found := fields.section_faults(["spec", "a", "b"], {"c": fields.yes}) with input as document
		{[f.path, f.msg.en] | some f in found} == {[["spec", "a", "b", "c"], "`spec.a.b.c` is missing; it must be true"]}
	}
	none := fields.section_faults(["spec", "a"], {"c": fields.yes}) with input as {"spec": {"a": {"c": true}}}
	none == set()
}

test_under if {
	document := {"spec": {"a": {"b": {"c": 1}}}}
	one := fields.under(["spec"]) with input as document
	one == document.spec
	two := fields.under(["spec", "a"]) with input as document
	two == {"b": {"c": 1}}
	four := fields.under(["spec", "a", "b", "c"]) with input as document
	four == 1
}

test_old_and_far_dates_tell_how_far if {
	fields.fault("2026-11-20", fields.within(1)).en == "is 2026-11-20, 2 days ago"
	fields.fault("2026-11-24", fields.ahead(1)).zh == "为 2026-11-24，距评估日期尚有 2 天"
	fields.fault("2026-11-21", fields.ahead(1)).en == "is 2026-11-21, 1 day ago"
}

test_bad_dates_are_shown if {
	fields.fault("soon", fields.within(1)).en == "is \"soon\""
	fields.fault("2026-11-23", fields.past).zh == "为 2026-11-23，晚于评估日期 2026-11-22"
}

# A single value is named as such, and a set of words reads like a list.
test_words_for_single_values if {
	fields.form(fields.one_of(["daily"])).zh == "“daily”"
	fields.form(fields.one_of({"daily"})).en == "\"daily\""
	fields.form(fields.one_of(["daily", "weekly"])).zh == "下列之一：daily、weekly"
	fields.expected(fields.yes) == true
	fields.expected(fields.no) == false
	fields.expected(fields.filled) == fields.form(fields.filled)
}

test_a_list_of_several if {
	fields.form(fields.several(1)).en == "a list with at least one entry"
	fields.form(fields.several(2)).zh == "至少含 2 个不同条目的列表"
	fields.fault(["a", "A"], fields.several(2)).zh == "仅有 1 个有效条目"
}
