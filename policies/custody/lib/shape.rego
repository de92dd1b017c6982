# METADATA
# scope: package
# title: Reading documents whose shape is not guaranteed
# description: >-
#   Every control reads the input through these functions, so that a missing key, a null and a value of the wrong
#   type end in a violation and never in an undefined expression that passes. A missing key and a null read alike.
package fiducia.custody.lib.shape

# The value under a key; null where the container is no mapping or has no such key.
get(container, key) := object.get(container, key, null) if is_object(container)

get(container, _) := null if not is_object(container)

# The value under a key of the document's spec.
spec(key) := get(get(input, "spec"), key)

# The elements of a list; anything else has none.
items(value) := value if is_array(value)

items(value) := [] if not is_array(value)

# The pairs of a mapping; anything else has none.
pairs(value) := value if is_object(value)

pairs(value) := {} if not is_object(value)

# Text with at least one character that is not white space.
text(value) if {
	is_string(value)
	trim_space(value) != ""
}

# Nothing but digits, at least one. Cheaper than a regular expression, and these run for every entry of long lists.
digits(value) if {
	value != ""
	trim(value, "0123456789") == ""
}

whole_number(value) if {
	is_number(value)
	value == floor(value)
}

# What is wrong with a list that a control needs: absent, of another type, too short, or holding something that is
# no mapping. `noun` names the elements, {"en": ..., "many": ..., "zh": ...}; `least` is how many there must be.
list_faults(key, noun, least) := list_faults_at(spec(key), ["spec", key], noun, least)

# The same for a list that stands deeper; `path` is its place.
list_faults_at(list, path, noun, least) := absent_list(list, path, noun, least) | strange_entries(list, path, noun)

absent_list(list, path, noun, least) := {{
	"msg": {
		"en": sprintf("`%s` is %s; it must be a list of %s%s", [concat(".", path), state.en, noun.many, needed.en]),
		"zh": sprintf("`%s` %s；应为“%s”列表%s", [concat(".", path), state.zh, noun.zh, needed.zh]),
	},
	"path": path,
	"expected": {"en": sprintf("list of %s", [noun.many]), "zh": sprintf("“%s”列表", [noun.zh])},
} |
	state := list_state(list, least)
	needed := at_least(least)
}

strange_entries(list, path, noun) := {{
	"msg": {
		"en": sprintf("%s number %d in `%s` is not a mapping, so nothing can be read from it", [noun.en, i + 1, concat(".", path)]),
		"zh": sprintf("`%s` 第 %d 项不是映射，无法读取该%s的内容", [concat(".", path), i + 1, noun.zh]),
	},
	"path": array.concat(path, [i]),
	"expected": {"en": "mapping", "zh": "映射"},
} |
	some i, entry in items(list)
	not is_object(entry)
}

list_state(value, _) := {"en": "missing", "zh": "缺失"} if is_null(value)

list_state(value, _) := {"en": "not a list", "zh": "不是列表"} if {
	not is_null(value)
	not is_array(value)
}

list_state(value, least) := {"en": "empty", "zh": "为空"} if {
	is_array(value)
	count(value) < least
}

at_least(0) := {"en": " (an empty list states that there are none)", "zh": "（空列表表示确无此类记录）"}

at_least(1) := {"en": " with at least one entry", "zh": "，且至少包含一项"}
