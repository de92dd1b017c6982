# METADATA
# scope: package
# title: Two pairs of eyes
package fiducia.custody.lib.dual_control

import data.fiducia.custody.lib.people
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

# What is wrong with the two people behind an entry, as violations without a check name.
# `first` and `second` are the keys and names of the two hands, {"key": ..., "en": ..., "zh": ...}; `item` names the
# entry, `base` is its path.
faults(entry, base, item, first, second) := unnamed(entry, base, item, first) | unnamed(entry, base, item, second) | same_person(entry, base, item, first, second)

unnamed(entry, base, item, hand) := {{
	"msg": {
		"en": sprintf("%s: `%s` %s; it must name a person", [item.en, hand.key, text.state(value).en]),
		"zh": sprintf("%s的 `%s` %s，须写明%s", [item.zh, hand.key, text.state(value).zh, hand.zh]),
	},
	"path": array.concat(base, [hand.key]),
	"expected": {"en": "person", "zh": "人员"},
} |
	value := shape.get(entry, hand.key)
	not text.filled(value)
}

same_person(entry, base, item, first, second) := {{
	"msg": {
		"en": sprintf("%s: %s \"%s\" is also the %s; it needs a second person", [item.en, second.en, two, first.en]),
		"zh": sprintf("%s的%s“%s”同时是%s，须由另一人担任", [item.zh, second.zh, two, first.zh]),
	},
	"path": array.concat(base, [second.key]),
	"related": [{
		"msg": {"en": sprintf("%s by the same person", [first.did]), "zh": sprintf("%s为同一人", [first.zh])},
		"path": array.concat(base, [first.key]),
	}],
	"expected": {"en": sprintf("a person other than the %s", [first.en]), "zh": sprintf("%s以外的人员", [first.zh])},
} |
	one := shape.get(entry, first.key)
	two := shape.get(entry, second.key)
	text.filled(one)
	text.filled(two)
	people.same(one, two)
}
