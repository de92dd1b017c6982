# METADATA
# scope: package
# title: Wording of messages, and answers that are no answers
package fiducia.custody.lib.text

import data.fiducia.custody.lib.shape

# A value as a message shows it, in both languages.
shown(value) := {"en": sprintf("\"%s\"", [value]), "zh": sprintf("“%s”", [value])} if shape.text(value)

shown(value) := {"en": "an empty text", "zh": "空文本"} if {
	is_string(value)
	not shape.text(value)
}

shown(value) := {"en": json.marshal(value), "zh": json.marshal(value)} if is_number(value)

shown(value) := {"en": "true", "zh": "“是”（true）"} if value == true

shown(value) := {"en": "false", "zh": "“否”（false）"} if value == false

shown(value) := {"en": "a list", "zh": "列表"} if is_array(value)

shown(value) := {"en": "a mapping", "zh": "映射"} if is_object(value)

# The same as a predicate: "is missing", "is 1024".
state(value) := {"en": "is missing", "zh": "缺失"} if is_null(value)

state(value) := {"en": sprintf("is %s", [told.en]), "zh": spaced("为", told.zh)} if {
	not is_null(value)
	told := shown(value)
}

# Two pieces of Chinese text in one: a blank stands before a number or a word in Latin script.
spaced(before, after) := sprintf("%s %s", [before, after]) if latin(after)

spaced(before, after) := sprintf("%s%s", [before, after]) if not latin(after)

latin(text) if trim_left(lower(text), "-0123456789abcdefghijklmnopqrstuvwxyz") != lower(text)

# A word of the vocabulary of documents as a message names it, in Chinese with its meaning: “数据泄露”（data_leak）.
named(word) := {"en": sprintf("\"%s\"", [word]), "zh": sprintf("“%s”（%s）", [meaning, word])} if {
	meaning := data.fiducia.params.word_meanings[word]
}

named(word) := shown(word) if not data.fiducia.params.word_meanings[word]

# Several of them in a row.
listed(words) := {"en": concat(", ", words), "zh": concat("、", [glossed(word) | some word in words])}

glossed(word) := sprintf("%s（%s）", [data.fiducia.params.word_meanings[word], word])

glossed(word) := word if not data.fiducia.params.word_meanings[word]

# What to call an element: its name where it has one, its place in the list where it has not.
item(noun, entry, key, _) := {
	"en": sprintf("%s \"%s\"", [noun.en, shape.get(entry, key)]),
	"zh": sprintf("%s“%s”", [noun.zh, shape.get(entry, key)]),
} if {
	shape.text(shape.get(entry, key))
}

item(noun, entry, key, i) := {
	"en": sprintf("%s number %d", [noun.en, i + 1]),
	"zh": sprintf("第 %d 个%s", [i + 1, noun.zh]),
} if {
	not shape.text(shape.get(entry, key))
}

# Names are compared without regard to case, outer white space, and the choice between `-`, `_` and a blank.
key(value) := replace(replace(lower(trim_space(value)), "-", "_"), " ", "_")

keys(values) := {key(v) | some v in values; is_string(v)}

# Whether a value is one of some words. What is no text is none.
among(value, words) if {
	is_string(value)
	key(value) in keys(words)
}

# Text that says something: neither blank nor a placeholder such as "TBD".
filled(value) if {
	shape.text(value)
	not lower(trim_space(value)) in data.fiducia.params.placeholder_words
}

# An answer to "what is foreseen for this?": such a text, or a list or mapping with content.
answered(value) if filled(value)

answered(value) if {
	is_array(value)
	some part in value
	says_something(part)
}

answered(value) if {
	is_object(value)
	some part in value
	says_something(part)
}

says_something(part) if filled(part)

says_something(part) if is_number(part)

says_something(part) if part == true

says_something(part) if {
	is_array(part)
	count(part) > 0
}

says_something(part) if {
	is_object(part)
	count(part) > 0
}
