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
		"en": sprintf("%s: `%s` %s; it must be %s", [item.en, key, state.en, form(demand).en]),
		"zh": sprintf("%s的 `%s` %s，应为%s", [item.zh, key, state.zh, form(demand).zh]),
	},
	"path": array.concat(base, [key]),
	"expected": expected(demand),
} |
	some key, demand in demands
	state := fault(shape.get(entry, key), demand)
}

# The same for a section of the spec, which may be absent or no mapping: each of its keys is then missing.
section_faults(path, demands) := {{
	"msg": {
		"en": sprintf("`%s` %s; it must be %s", [concat(".", place), state.en, form(demand).en]),
		"zh": sprintf("`%s` %s，应为%s", [concat(".", place), state.zh, form(demand).zh]),
	},
	"path": place,
	"expected": expected(demand),
} |
	section := under(path)
	some key, demand in demands
	place := array.concat(path, [key])
	state := fault(shape.get(section, key), demand)
}

# The same for every mapping of a list; `id` is the key that holds an entry's name.
entry_faults(list, base, noun, id, demands) := {found |
	some i, entry in shape.items(list)
	is_object(entry)
	some found in faults(text.item(noun, entry, id, i), entry, array.concat(base, [i]), demands)
}

# The value at a path of up to four keys below the document; null where a step leads nowhere.
under(path) := shape.get(input, path[0]) if count(path) == 1

under(path) := shape.get(shape.get(input, path[0]), path[1]) if count(path) == 2

under(path) := shape.get(shape.get(shape.get(input, path[0]), path[1]), path[2]) if count(path) == 3

under(path) := shape.get(shape.get(shape.get(shape.get(input, path[0]), path[1]), path[2]), path[3]) if count(path) == 4

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

fault(value, demand) := {"en": sprintf("counts only %d", [found]), "zh": sprintf("仅有 %d 个有效条目", [found])} if {
	demand.is == "several"
	is_array(value)
	found := count({text.key(entry) | some entry in value; text.filled(entry)})
	found < demand.least
}

fault(value, demand) := {"en": sprintf("lacks %s", [concat(", ", lacking)]), "zh": sprintf("缺少 %s", [concat("、", lacking)])} if {
	demand.is == "holding"
	is_array(value)
	lacking := [word | some word in demand.words; not text.key(word) in text.keys(value)]
	count(lacking) > 0
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
	amount.millionths(value) >= 0
}

holds(value, demand) if {
	demand.is == "one_of"
	shape.text(value)
	text.key(value) in text.keys(demand.words)
}

between(value, least, most) if {
	is_number(value)
	value >= least
	value <= most
}

# What should stand in the place of a value: the value itself where there is only one, words where there are more.
expected(demand) := object.get({"yes": true, "no": false}, demand.is, form(demand))

# What a demand asks for, in words. In Chinese they follow "应为", set off by a blank where they begin in Latin script.
form(demand) := forms[demand.is]

form(demand) := {
	"en": sprintf("a date of the last %v days (YYYY-MM-DD)", [demand.days]),
	"zh": sprintf("评估日之前 %v 天内的日期（YYYY-MM-DD）", [demand.days]),
} if {
	demand.is == "within"
}

form(demand) := {
	"en": sprintf("a date of the next %v days (YYYY-MM-DD)", [demand.days]),
	"zh": sprintf("评估日起 %v 天内的日期（YYYY-MM-DD）", [demand.days]),
} if {
	demand.is == "ahead"
}

form(demand) := {
	"en": sprintf("a number from %v to %v", [demand.least, demand.most]),
	"zh": sprintf("介于 %v 至 %v 的数值", [demand.least, demand.most]),
} if {
	demand.is == "number"
}

form(demand) := {
	"en": sprintf("a whole number from %v to %v", [demand.least, demand.most]),
	"zh": sprintf("介于 %v 至 %v 的整数", [demand.least, demand.most]),
} if {
	demand.is == "whole"
}

form(demand) := {
	"en": sprintf("a percentage of at least %v", [demand.least]),
	"zh": sprintf("不低于 %v%% 的百分比", [demand.least]),
} if {
	demand.is == "percent"
	demand.least < 100
}

form(demand) := {"en": "100 (all of them)", "zh": "全部（100%）"} if {
	demand.is == "percent"
	demand.least >= 100
}

form(demand) := {
	"en": sprintf("a number of at least %v", [demand.least]),
	"zh": sprintf("不小于 %v 的数值", [demand.least]),
} if {
	demand.is == "at_least"
}

form(demand) := {
	"en": sprintf("a number of at most %v", [demand.most]),
	"zh": sprintf("不大于 %v 的数值", [demand.most]),
} if {
	demand.is == "at_most"
}

form(demand) := {"en": sprintf("\"%s\"", [concat("", demand.words)]), "zh": sprintf("“%s”", [concat("", demand.words)])} if {
	demand.is == "one_of"
	count(demand.words) == 1
}

form(demand) := {
	"en": sprintf("one of %s", [concat(", ", demand.words)]),
	"zh": sprintf("下列之一：%s", [concat("、", demand.words)]),
} if {
	demand.is == "one_of"
	count(demand.words) != 1
}

form(demand) := {"en": "a list with at least one entry", "zh": "至少含一项的列表"} if {
	demand.is == "several"
	demand.least == 1
}

form(demand) := {
	"en": sprintf("a list of at least %v different entries", [demand.least]),
	"zh": sprintf("至少含 %v 个不同条目的列表", [demand.least]),
} if {
	demand.is == "several"
	demand.least != 1
}

form(demand) := {
	"en": sprintf("a list that holds %s", [concat(", ", demand.words)]),
	"zh": sprintf("包含 %s 的列表", [concat("、", demand.words)]),
} if {
	demand.is == "holding"
}

forms := {
	"filled": {"en": "a text that says something", "zh": "有实际内容的文本"},
	"answer": {"en": "an answer that says something", "zh": "有实际内容的填写项"},
	"yes": {"en": "true", "zh": " true"},
	"no": {"en": "false", "zh": " false"},
	"either": {"en": "true or false", "zh": " true 或 false"},
	"provided": {"en": "true, or a text that says where it is found", "zh": " true，或写明所在的文本"},
	"money": {"en": "an amount that is not negative", "zh": "非负金额"},
	"date": {"en": "a date (YYYY-MM-DD)", "zh": "日期（YYYY-MM-DD）"},
	"value": {"en": "a number, or a text that says something", "zh": "数值或有实际内容的文本"},
	"positive": {"en": "a number above 0", "zh": "大于 0 的数值"},
	"count": {"en": "a whole number that is not negative", "zh": "非负整数"},
	"upcoming": {"en": "a date that has not passed (YYYY-MM-DD)", "zh": "不早于评估日的日期（YYYY-MM-DD）"},
	"past": {"en": "a date that has come (YYYY-MM-DD)", "zh": "不晚于评估日的日期（YYYY-MM-DD）"},
}
