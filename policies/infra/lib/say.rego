# METADATA
# scope: package
# title: Violations from places
# description: >-
#   A place is {name, path, key, value, missing}: what it belongs to, where it stands, what it is called, what it says. A missing
#   place has the path where it should stand.
package fiducia.infra.lib.say

# A place with a value.
at(name, path, value) := {"name": name, "path": path, "key": label(path), "value": value, "missing": false}

# A place that is not there.
gap(name, path) := {"name": name, "path": path, "key": label(path), "value": null, "missing": true}

# The words of a path that people know, from the last one that is not a number.
label(path) := words[count(words) - 1] if {
	words := [word | some word in path; is_string(word)]
	count(words) > 0
}

# A violation at a place: what stands there, and what should.
wrong(place, wanted) := {
	"msg": {
		"en": sprintf("%s`%s` %s; wanted: %s", [whose(place).en, place.key, state(place).en, wanted.en]),
		"zh": sprintf("%s`%s` %s，应为%s", [whose(place).zh, place.key, state(place).zh, wanted.zh]),
	},
	"path": place.path,
	"expected": wanted,
}

# A violation at a place, in words of its own.
told(place, words, wanted) := {
	"msg": {"en": sprintf("%s: %s", [place.name, words.en]), "zh": sprintf("%s：%s", [place.name, words.zh])},
	"path": place.path,
	"expected": wanted,
}

# The same without the value, which is a secret.
secret(place, words) := {
	"msg": {
		"en": sprintf("%s`%s` holds %s", [whose(place).en, place.key, words.en]),
		"zh": sprintf("%s`%s` 含有%s", [whose(place).zh, place.key, words.zh]),
	},
	"path": place.path,
	"expected": {"en": "a reference to a secret store", "zh": "对密钥管理服务的引用"},
}

# What a place belongs to, where that is not the place itself.
whose(place) := {"en": "", "zh": ""} if place.name == place.key

whose(place) := {"en": sprintf("%s: ", [place.name]), "zh": sprintf("%s：", [place.name])} if place.name != place.key

state(place) := {"en": "is missing", "zh": "缺失"} if place.missing

state(place) := {"en": "is empty", "zh": "为空"} if {
	not place.missing
	place.value == ""
}

state(place) := {"en": sprintf("is %s", [shown(place.value)]), "zh": sprintf("为 %s", [shown(place.value)])} if {
	not place.missing
	place.value != ""
}

# A value as people read it, long ones cut.
shown(value) := value if {
	is_string(value)
	count(value) <= 60
}

shown(value) := sprintf("%s…", [substring(value, 0, 60)]) if {
	is_string(value)
	count(value) > 60
}

shown(value) := text if {
	not is_string(value)
	text := json.marshal(value)
	count(text) <= 60
}

shown(value) := sprintf("%s…", [substring(text, 0, 60)]) if {
	not is_string(value)
	text := json.marshal(value)
	count(text) > 60
}
