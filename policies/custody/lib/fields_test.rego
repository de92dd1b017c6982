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
	fields.fault("2026-11-23", fields.within(0)).en == "is 2026-11-23, after the evaluation date 2026-11-22"
	fields.fault("2028-01-01", fields.within(365)).en == "is 2028-01-01, after the evaluation date 2026-11-22"
	fields.fault("2020-11-22", fields.ahead(365)).en == "is 2020-11-22, 2191 days ago"
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
		fields.fault(list, fields.several(2)) == {"en": "lists only 1", "zh": "仅列出 1 项有效内容"}
	}
	fields.fault(["b"], fields.holding(["a", "b", "c"])) == {"en": "lacks a, c", "zh": "缺少 a、c"}
}

every_demand := [
	fields.value, fields.positive,
	fields.upcoming, fields.percent(0), fields.count_of_any,
	fields.filled, fields.answer, fields.yes, fields.date, fields.past, fields.within(1), fields.ahead(1),
	fields.number(0, 1), fields.whole(0, 1), fields.at_least(0), fields.at_most(1), fields.one_of(["a"]),
	fields.no, fields.either, fields.provided, fields.money, fields.several(1), fields.holding(["a"]),
	fields.percent(90), fields.number(1, 5), fields.whole(1, 5), fields.at_least(5),
]

# Null and values of a type that no demand takes; and every demand has words for itself.
test_no_demand_lets_null_or_odd_types_pass if {
	every demand in every_demand {
		every value in [null, [], {}, [null], "", " "] {
			fields.fault(value, demand).en != ""
		}
		found := judged(null, "size", demand)
		found.must.en != ""
		found.must.zh != ""
		not startswith(sprintf("%v", [found.expected]), " ")
	}
}

test_faults_of_an_entry if {
	item := {"en": "box \"a\"", "zh": "箱子“a”"}
	found := fields.faults(item, {"owner": "li", "due": "soon"}, ["spec", "boxes", 0], {"owner": fields.filled, "due": fields.date, "size": fields.whole(1, 5)})
	{f.expected.en | some f in found} == {"a date (YYYY-MM-DD)", "a whole number from 1 to 5"}
	{[f.path, f.msg.en, f.msg.zh] | some f in found} == {
		[["spec", "boxes", 0, "due"], "box \"a\": `due` is \"soon\"; it must be a date (YYYY-MM-DD)", "箱子“a”的 `due` 为“soon”，应为有效日期（YYYY-MM-DD）"],
		[["spec", "boxes", 0, "size"], "box \"a\": `size` is missing; it must be a whole number from 1 to 5", "箱子“a”的 `size` 缺失，应为 1 至 5 的整数"],
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
		{[f.path, f.msg.en, f.msg.zh, f.expected] | some f in found} == {[["spec", "a", "b", "c"], "`spec.a.b.c` is missing; it must be true", "`spec.a.b.c` 缺失，应为“是”（true）", true]}
	}
	none := fields.section_faults(["spec", "a"], {"c": fields.yes}) with input as {"spec": {"a": {"c": true}}}
	none == set()
}

under(document, path) := found if {
	found := fields.under(path) with input as document
}

test_under if {
	document := {"spec": {"a": {"b": {"c": 1}, "n": null}, "list": [1]}}
	under(document, ["spec"]) == document.spec
	under(document, ["spec", "a", "b"]) == {"c": 1}
	under(document, ["spec", "a", "b", "c"]) == 1
	every path in [["x"], ["spec", "x"], ["spec", "a", "n"], ["spec", "a", "n", "x"], ["spec", "a", "b", "c", "d"], ["spec", "list", "0"]] {
		under(document, path) == null
	}
	every odd in [null, "spec", ["spec"], 5] {
		under(odd, ["spec", "a"]) == null
	}
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

told(value, key, demand) := {lang: sprintf("%s; %s", [found.state[lang], found.must[lang]]) | some lang in ["en", "zh"]} if {
	found := judged(value, key, demand)
}

judged(value, key, demand) := fields.told(fields.fault(value, demand), value, key, demand)

expected(value, key, demand) := judged(value, key, demand).expected

# Numbers are told with the unit that their key names.
test_numbers_have_units if {
	told(48, "sla_hours", fields.at_most(24)) == {"en": "is 48 hours; it must be at most 24 hours", "zh": "为 48 小时; 应不超过 24 小时"}
	told(1, "retention_days", fields.at_least(90)) == {"en": "is 1 day; it must be at least 90 days", "zh": "为 1 天; 应不少于 90 天"}
	told(3, "deposit_lag_business_days", fields.at_most(1)).zh == "为 3 个工作日; 应不超过 1 个工作日"
	told(90, "ack_minutes_p95", fields.number(1, 15)) == {"en": "is 90 minutes; it must be from 1 to 15 minutes", "zh": "为 90 分钟; 应为 1 至 15 分钟"}
	told(1, "factors", fields.at_least(2)).zh == "为 1; 应不少于 2"
	told("24", "sla_hours", fields.at_most(24)) == {"en": "is \"24\"; it must be a number, at most 24 hours", "zh": "为“24”; 应为数值，且不超过 24 小时"}
	told(null, "idle_minutes", fields.number(1, 15)).zh == "缺失; 应为数值（1 至 15 分钟）"
	told(0, "people", fields.positive) == {"en": "is 0; it must be above 0", "zh": "为 0; 应大于 0"}
	expected(48, "sla_hours", fields.at_most(24)) == {"en": "at most 24 hours", "zh": "不超过 24 小时"}
}

# Equal bounds are one value, and a share of up to 100 percent has one bound.
test_bounds_that_are_one_value if {
	told(82, "coverage_percent", fields.number(100, 100)) == {"en": "is 82%; it must be 100%", "zh": "为 82%; 应为 100%"}
	told(82, "coverage_percent", fields.percent(100)) == told(82, "coverage_percent", fields.number(100, 100))
	told(82, "coverage_percent", fields.number(95, 100)) == {"en": "is 82%; it must be at least 95%", "zh": "为 82%; 应不低于 95%"}
	told(97, "success_percent", fields.percent(99)).en == "is 97%; it must be at least 99%"
	told(2, "high_risks_open", fields.at_most(0)) == {"en": "is 2; it must be 0", "zh": "为 2; 应为 0"}
	told(2, "level", fields.whole(3, 3)).zh == "为 2; 应为 3"
	told(2, "level", fields.number(3, 3)).en == "is 2; it must be 3"
	told(82, "score", fields.number(100, 100)).en == "is 82; it must be 100"
	told(3, "score", fields.number(-5, 0)).en == "is 3; it must be from -5 to 0"
	told(90, "coverage_percent", fields.number(1, 50)).en == "is 90%; it must be from 1 to 50%"
	told(56, "score", fields.number(60, 100)).zh == "为 56; 应为 60 至 100"
	told(101, "coverage_percent", fields.number(95, 100)).en == "is 101%; it must be at least 95%"
}

# The format of dates is told to those who did not write one.
test_dates_and_their_format if {
	told("2025-10-18", "last_date", fields.within(180)).zh == "为 2025-10-18，距今 400 天; 应为评估日之前 180 天内的日期"
	told("soon", "last_date", fields.within(180)).zh == "为“soon”; 应为评估日之前 180 天内的日期（YYYY-MM-DD）"
	told(null, "due", fields.date).en == "is missing; it must be a date (YYYY-MM-DD)"
}

test_answers_and_words if {
	told(false, "client_query", fields.yes) == {"en": "is false; it must be true", "zh": "为“否”（false）; 应为“是”（true）"}
	told("tbd", "owner", fields.filled).zh == "为“tbd”; 应填写具体内容"
	told("weekly", "frequency", fields.one_of(["daily"])).zh == "为“weekly”; 应为“每日”（daily）"
	told("weekly", "frequency", fields.one_of({"daily"})).en == "is \"weekly\"; it must be \"daily\""
	told("md5", "method", fields.one_of(["bcrypt", "scrypt"])).zh == "为“md5”; 应为下列之一：bcrypt、scrypt"
	told(["total"], "scope", fields.holding(["total", "detail"])) == {"en": "lacks detail; it must hold total, detail", "zh": "缺少明细（detail）; 应包含总额（total）、明细（detail）"}
	told(["AES"], "scope", fields.holding(["SM4", "AES"])).zh == "缺少 SM4; 应包含 SM4、AES"
	told(["a", "A"], "channels", fields.several(3)) == {"en": "lists only 1; it must list at least 3 different entries", "zh": "仅列出 1 项有效内容; 应列出至少 3 项不同的内容"}
	told([], "channels", fields.several(1)).en == "lists only 0; it must list at least one entry"
}

test_what_should_stand_there if {
	expected(null, "a", fields.yes) == true
	expected(null, "a", fields.no) == false
	expected(null, "due", fields.date) == {"en": "a date (YYYY-MM-DD)", "zh": "有效日期（YYYY-MM-DD）"}
	expected("x", "scope", fields.holding(["total"])).zh == "列表，须包含：总额（total）"
}
