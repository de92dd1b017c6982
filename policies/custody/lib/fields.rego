# METADATA
# scope: package
# title: What the fields of an entry must hold
# description: >-
#   A control says once what each key of an entry must be, as a mapping of key to demand ({"owner": fields.filled,
#   "due": fields.date}), and gets one violation for each key that is missing, null, of another type, or out of bounds.
package fiducia.custody.lib.fields

import data.fiducia.custody.lib.amount
import data.fiducia.custody.lib.dates
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

# Text that says something.
filled := {"is": "filled"}

# Any answer: such a text, or a list or mapping with content.
answer := {"is": "answer"}

# A number, or such a text; and a number above zero.
value := {"is": "value"}

positive := {"is": "positive"}

# The value `true`, the value `false`, either of them, and `true` or a text that says where the thing is found.
yes := {"is": "yes"}

no := {"is": "no"}

either := {"is": "either"}

provided := {"is": "provided"}

# A calendar date, and one that is not after the evaluation date.
date := {"is": "date"}

past := {"is": "past"}

# A date of the last so many days, the evaluation date included.
within(days) := {"is": "within", "days": days}

# A date from the evaluation date on, at most so many days ahead.
ahead(days) := {"is": "ahead", "days": days}

# A date from the evaluation date on.
upcoming := {"is": "upcoming"}

# A share in percent, from a bound up to 100; and how many of something there are.
percent(least) := {"is": "percent", "least": least}

count_of_any := {"is": "count"}

# A number, and a whole number, between two bounds (both allowed).
number(least, most) := {"is": "number", "least": least, "most": most}

whole(least, most) := {"is": "whole", "least": least, "most": most}

# A number from a bound up, and up to a bound but not below zero.
at_least(least) := {"is": "at_least", "least": least}

at_most(most) := {"is": "at_most", "most": most}

# An amount of money that is not negative.
money := {"is": "money"}

# One of some words, whatever their case and dashes.
one_of(words) := {"is": "one_of", "words": words}

# A list with at least so many different texts that say something, and a list that holds each of some words.
several(least) := {"is": "several", "least": least}

holding(words) := {"is": "holding", "words": words}

# One violation, without a check name, for each demand that an entry does not meet. `item` says what the entry is, in
# both languages; `base` is its path.
faults(item, entry, base, demands) := {{
	"msg": {
		"en": sprintf("%s: `%s` %s; %s", [item.en, key, found.state.en, found.must.en]),
		"zh": sprintf("%s的 `%s` %s，%s", [item.zh, key, found.state.zh, found.must.zh]),
	},
	"path": array.concat(base, [key]),
	"expected": found.expected,
} |
	some key, demand in demands
	given := shape.get(entry, key)
	state := fault(given, demand)
	is_object(state)
	found := told(state, given, key, demand)
}

# The same for a section of the spec, which may be absent or no mapping: each of its keys is then missing.
section_faults(path, demands) := {{
	"msg": {
		"en": sprintf("`%s` %s; %s", [concat(".", place), found.state.en, found.must.en]),
		"zh": sprintf("`%s` %s，%s", [concat(".", place), found.state.zh, found.must.zh]),
	},
	"path": place,
	"expected": found.expected,
} |
	section := under(path)
	some key, demand in demands
	place := array.concat(path, [key])
	given := shape.get(section, key)
	state := fault(given, demand)
	is_object(state)
	found := told(state, given, key, demand)
}

# The same for every mapping of a list; `id` is the key that holds an entry's name.
entry_faults(list, base, noun, id, demands) := {found |
	some i, entry in shape.items(list)
	is_object(entry)
	some found in faults(text.item(noun, entry, id, i), entry, array.concat(base, [i]), demands)
}

# The value at a path below the document; null where a step leads nowhere.
under(path) := object.get(input, path, null) if is_object(input)

under(_) := null if not is_object(input)

# A value that is at fault, told with its unit: what it is, what it must be, and what should stand there.
told(state, value, key, demand) := {"state": measured(value, unit, state), "must": must(value, plain, unit), "expected": expected(value, plain, unit)} if {
	unit := unit_of(key)
	plain := plainer(demand, unit)
}

# What is wrong with a value, as a predicate; undefined where nothing is.
fault(value, demand) := {
	"en": sprintf("is %s, after the evaluation date %s", [value, data.fiducia.today]),
	"zh": sprintf("为 %s，晚于评估日期 %s", [value, data.fiducia.today]),
} if {
	demand.is in {"past", "within"}
	dates.age(value) < 0
}

fault(value, demand) := {
	"en": sprintf("is %s, %s ago", [value, days(age)]),
	"zh": sprintf("为 %s，距今 %d 天", [value, age]),
} if {
	demand.is == "within"
	age := dates.age(value)
	age > demand.days
}

fault(value, demand) := {
	"en": sprintf("is %s, %s ago", [value, days(age)]),
	"zh": sprintf("为 %s，距今 %d 天", [value, age]),
} if {
	demand.is in {"ahead", "upcoming"}
	age := dates.age(value)
	age > 0
}

fault(value, demand) := {
	"en": sprintf("is %s, %s ahead", [value, days(ahead_by)]),
	"zh": sprintf("为 %s，距评估日期尚有 %d 天", [value, ahead_by]),
} if {
	demand.is == "ahead"
	ahead_by := 0 - dates.age(value)
	ahead_by > demand.days
}

fault(value, demand) := {"en": sprintf("lists only %d", [found]), "zh": sprintf("仅列出 %d 项有效内容", [found])} if {
	demand.is == "several"
	is_array(value)
	found := count({text.key(entry) | some entry in value; text.filled(entry)})
	found < demand.least
}

fault(value, demand) := {"en": sprintf("lacks %s", [words.en]), "zh": text.spaced("缺少", words.zh)} if {
	demand.is == "holding"
	is_array(value)
	lacking := [word | some word in demand.words; not text.key(word) in text.keys(value)]
	count(lacking) > 0
	words := text.listed(lacking)
}

fault(value, demand) := text.state(value) if {
	demand.is in {"several", "holding"}
	not is_array(value)
}

fault(value, demand) := text.state(value) if {
	demand.is in {"date", "past", "within", "ahead", "upcoming"}
	not dates.valid(value)
}

fault(value, demand) := text.state(value) if {
	not demand.is in {"past", "within", "date", "ahead", "upcoming", "several", "holding"}
	not holds(value, demand)
}

days(1) := "1 day"

days(n) := sprintf("%d days", [n]) if n != 1

holds(value, demand) if {
	demand.is == "filled"
	text.filled(value)
}

holds(value, demand) if {
	demand.is == "answer"
	text.answered(value)
}

holds(value, demand) if {
	demand.is == "yes"
	value == true
}

holds(value, demand) if {
	demand.is == "no"
	value == false
}

holds(value, demand) if {
	demand.is == "either"
	is_boolean(value)
}

holds(value, demand) if {
	demand.is == "provided"
	value == true
}

holds(value, demand) if {
	demand.is == "provided"
	text.filled(value)
}

holds(value, demand) if {
	demand.is == "number"
	between(value, demand.least, demand.most)
}

holds(value, demand) if {
	demand.is == "whole"
	shape.whole_number(value)
	between(value, demand.least, demand.most)
}

holds(value, demand) if {
	demand.is == "value"
	text.filled(value)
}

holds(value, demand) if {
	demand.is == "value"
	is_number(value)
}

holds(value, demand) if {
	demand.is == "positive"
	is_number(value)
	value > 0
}

holds(value, demand) if {
	demand.is == "percent"
	between(value, demand.least, 100)
}

holds(value, demand) if {
	demand.is == "count"
	shape.whole_number(value)
	value >= 0
}

holds(value, demand) if {
	demand.is == "at_least"
	is_number(value)
	value >= demand.least
}

holds(value, demand) if {
	demand.is == "at_most"
	between(value, 0, demand.most)
}

holds(value, demand) if {
	demand.is == "money"
	amount.millionths(value)
}

holds(value, demand) if {
	demand.is == "one_of"
	text.among(value, demand.words)
}

between(value, least, most) if {
	is_number(value)
	value >= least
	value <= most
}

# A demand as it is told: bounds that leave one value are that value, and a share of up to 100 percent has one bound.
plainer(demand, _) := {"is": "exactly", "value": demand.most} if sole(demand)

plainer(demand, unit) := {"is": "exactly", "value": 100} if all_of_them(demand, unit)

plainer(demand, unit) := percent(demand.least) if {
	share(demand, unit)
	demand.least < 100
}

plainer(demand, unit) := demand if {
	not sole(demand)
	not share(demand, unit)
}

sole(demand) if demand.least == demand.most

sole(demand) if {
	demand.is == "at_most"
	demand.most == 0
}

all_of_them(demand, unit) if {
	share(demand, unit)
	demand.least >= 100
}

share(demand, _) if demand.is == "percent"

share(demand, unit) if {
	demand.is == "number"
	demand.most == 100
	unit == units.percent
}

# Keys say in what their numbers are counted: `sla_hours`, `close_days_p95`, `deposit_lag_business_days`.
unit_of(key) := units.business_days if contains(key, "business_days")

unit_of(key) := found[0] if {
	not contains(key, "business_days")
	found := array.concat(named_units(key), [no_unit])
}

named_units(key) := [units[word] | some word in split(key, "_")]

no_unit := {"one": "%v", "en": "%v", "zh": "%v"}

units := {
	"percent": {"one": "%v%%", "en": "%v%%", "zh": "%v%%"},
	"seconds": {"one": "%v second", "en": "%v seconds", "zh": "%v 秒"},
	"minutes": {"one": "%v minute", "en": "%v minutes", "zh": "%v 分钟"},
	"hours": {"one": "%v hour", "en": "%v hours", "zh": "%v 小时"},
	"days": {"one": "%v day", "en": "%v days", "zh": "%v 天"},
	"business_days": {"one": "%v business day", "en": "%v business days", "zh": "%v 个工作日"},
	"years": {"one": "%v year", "en": "%v years", "zh": "%v 年"},
}

# A number with its unit.
measure(number, unit) := {"en": sprintf(unit.one, [number]), "zh": sprintf(unit.zh, [number])} if number == 1

measure(number, unit) := {"en": sprintf(unit.en, [number]), "zh": sprintf(unit.zh, [number])} if number != 1

# The state of a number, with its unit.
measured(value, unit, _) := {"en": sprintf("is %s", [words.en]), "zh": sprintf("为 %s", [words.zh])} if {
	is_number(value)
	words := measure(value, unit)
}

measured(value, _, state) := state if not is_number(value)

# What a value must be, as a clause behind what it is.
must(_, demand, unit) := {"en": sprintf("it must be %s", [words.en]), "zh": sprintf("应填写%s", [words.zh])} if {
	demand.is in {"filled", "answer", "value"}
	words := form(demand, unit)
}

must(_, demand, _) := {"en": sprintf("it must hold %s", [words.en]), "zh": text.spaced("应包含", words.zh)} if {
	demand.is == "holding"
	words := text.listed(demand.words)
}

must(_, demand, unit) := {"en": sprintf("it must list %s", [words.en]), "zh": sprintf("应列出%s", [words.zh])} if {
	demand.is == "several"
	words := form(demand, unit)
}

must(value, demand, unit) := {"en": sprintf("it must be %s", [words.en]), "zh": sprintf("应%s", [words.zh])} if {
	demand.is in one_sided
	is_number(value)
	words := form(demand, unit)
}

must(value, demand, unit) := {"en": sprintf("it must be a number, %s", [words.en]), "zh": sprintf("应为数值，且%s", [words.zh])} if {
	demand.is in one_sided
	not is_number(value)
	words := form(demand, unit)
}

must(value, demand, unit) := {"en": sprintf("it must be a number, %s", [words.en]), "zh": sprintf("应为数值（%s）", [words.zh])} if {
	demand.is == "number"
	not is_number(value)
	words := form(demand, unit)
}

must(value, demand, unit) := {"en": sprintf("it must be %s%s", [words.en, hint.en]), "zh": sprintf("%s%s", [text.spaced("应为", words.zh), hint.zh])} if {
	not demand.is in {"filled", "answer", "value", "holding", "several"} | one_sided
	not unread(value, demand)
	words := form(demand, unit)
	hint := hint_for(value, demand)
}

unread(value, demand) if {
	demand.is == "number"
	not is_number(value)
}

one_sided := {"at_least", "at_most", "percent", "positive"}

# How a date is written, where none is.
hint_for(value, demand) := {"en": " (YYYY-MM-DD)", "zh": "（YYYY-MM-DD）"} if {
	demand.is in {"date", "past", "within", "ahead", "upcoming"}
	not dates.valid(value)
}

hint_for(_, demand) := {"en": "", "zh": ""} if not demand.is in {"date", "past", "within", "ahead", "upcoming"}

hint_for(value, demand) := {"en": "", "zh": ""} if {
	demand.is in {"date", "past", "within", "ahead", "upcoming"}
	dates.valid(value)
}

# What should stand in the place of a value: the value itself where there is only one, words where there are more.
expected(value, demand, unit) := object.get({"yes": true, "no": false}, demand.is, dated(form(demand, unit), hint_for(value, demand)))

dated(words, hint) := {"en": sprintf("%s%s", [words.en, hint.en]), "zh": sprintf("%s%s", [words.zh, hint.zh])}

# What a demand asks for, in words.
form(demand, _) := forms[demand.is]

form(demand, unit) := measure(demand.value, unit) if demand.is == "exactly"

form(demand, _) := {
	"en": sprintf("a date of the last %v days", [demand.days]),
	"zh": sprintf("评估日之前 %v 天内的日期", [demand.days]),
} if {
	demand.is == "within"
}

form(demand, _) := {
	"en": sprintf("a date of the next %v days", [demand.days]),
	"zh": sprintf("评估日起 %v 天内的日期", [demand.days]),
} if {
	demand.is == "ahead"
}

form(demand, unit) := {
	"en": sprintf("from %v to %s", [demand.least, most.en]),
	"zh": sprintf("%v 至 %s", [demand.least, most.zh]),
} if {
	demand.is == "number"
	most := measure(demand.most, unit)
}

form(demand, unit) := {
	"en": sprintf("a whole number from %v to %s", [demand.least, most.en]),
	"zh": sprintf("%v 至 %s 的整数", [demand.least, most.zh]),
} if {
	demand.is == "whole"
	most := measure(demand.most, unit)
}

form(demand, _) := {"en": sprintf("at least %v%%", [demand.least]), "zh": sprintf("不低于 %v%%", [demand.least])} if demand.is == "percent"

form(demand, unit) := {"en": sprintf("at least %s", [least.en]), "zh": sprintf("不少于 %s", [least.zh])} if {
	demand.is == "at_least"
	least := measure(demand.least, unit)
}

form(demand, unit) := {"en": sprintf("at most %s", [most.en]), "zh": sprintf("不超过 %s", [most.zh])} if {
	demand.is == "at_most"
	most := measure(demand.most, unit)
}

form(demand, _) := text.named(word) if {
	demand.is == "one_of"
	count(demand.words) == 1
	some word in demand.words
}

form(demand, _) := {"en": sprintf("one of %s", [words.en]), "zh": sprintf("下列之一：%s", [words.zh])} if {
	demand.is == "one_of"
	count(demand.words) != 1
	words := text.listed(demand.words)
}

form(demand, _) := {"en": "at least one entry", "zh": "至少一项内容"} if {
	demand.is == "several"
	demand.least == 1
}

form(demand, _) := {
	"en": sprintf("at least %v different entries", [demand.least]),
	"zh": sprintf("至少 %v 项不同的内容", [demand.least]),
} if {
	demand.is == "several"
	demand.least != 1
}

form(demand, _) := {"en": sprintf("a list that holds %s", [words.en]), "zh": sprintf("列表，须包含：%s", [words.zh])} if {
	demand.is == "holding"
	words := text.listed(demand.words)
}

forms := {
	"filled": {"en": "a text that says something", "zh": "具体内容"},
	"answer": {"en": "an answer that says something", "zh": "具体内容"},
	"yes": {"en": "true", "zh": "“是”（true）"},
	"no": {"en": "false", "zh": "“否”（false）"},
	"either": {"en": "true or false", "zh": "“是”（true）或“否”（false）"},
	"provided": {"en": "true, or a text that says where it is found", "zh": "“是”（true），或写明其所在"},
	"money": {"en": "an amount that is not negative", "zh": "非负金额"},
	"date": {"en": "a date", "zh": "有效日期"},
	"value": {"en": "a number, or a text that says something", "zh": "数值或具体内容"},
	"positive": {"en": "above 0", "zh": "大于 0"},
	"count": {"en": "a whole number that is not negative", "zh": "非负整数"},
	"upcoming": {"en": "a date that has not passed", "zh": "不早于评估日的日期"},
	"past": {"en": "a date that has come", "zh": "不晚于评估日的日期"},
}
