# METADATA
# scope: package
# title: What the documents of a project name
# description: >-
#   Reads all documents of a project at once. A place is {platform, path, value}: something that stands in a document of
#   one platform, with the path that leads there. A mention is a place whose value is a text that says something.
#   Platforms are told apart by their exact names, what they hold is compared like any name.
package fiducia.custody_links.lib.project

import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

# Every document, with the platform it belongs to; a Platform belongs to itself.
documents := [{"kind": kind, "platform": shape.get(metadata, owner), "path": ["documents", i, "content"], "value": content} |
	some i, document in input.documents
	content := shape.get(document, "content")
	kind := shape.get(content, "kind")
	metadata := shape.get(content, "metadata")
	owner := owner_key(kind)
]

owner_key("Platform") := "name"

owner_key(kind) := "platform" if kind != "Platform"

# The specs of the documents of a kind, as places.
specs(kind) := [{"platform": document.platform, "path": array.concat(document.path, ["spec"]), "value": shape.get(document.value, "spec")} |
	some document in documents
	document.kind == kind
]

# What stands under a key of each of some places.
under(places, key) := [{"platform": place.platform, "path": array.concat(place.path, [key]), "value": value} |
	some place in places
	value := shape.get(place.value, key)
	not is_null(value)
]

# The elements of each of some lists.
each(places) := [{"platform": place.platform, "path": array.concat(place.path, [i]), "value": element} |
	some place in places
	some i, element in shape.items(place.value)
]

# The entries of a list in the specs of a kind.
entries(kind, key) := each(under(specs(kind), key))

# The texts among some places.
texts(places) := [place | some place in places; text.filled(place.value)]

# The mentions under a key: the text itself, or the texts of a list.
mentions(places, key) := texts(array.concat(found, each(found))) if found := under(places, key)

# The same for the keys of the mappings that stand there.
keys(places) := [{"platform": place.platform, "path": array.concat(place.path, [key]), "value": key} |
	some place in places
	some key, _ in shape.pairs(place.value)
	text.filled(key)
]

# What some mentions name, by platform.
names(found) := {[mention.platform, text.key(mention.value)] | some mention in found}

# One violation for each mention of something that its platform does not have. `noun` says what is named, `home` where
# it should be found; `known` are the mentions there, `homes` the places that hold them.
strangers(found, known, noun, home, homes) := {{
	"msg": {
		"en": sprintf("%s \"%s\" is named here, but not in %s", [noun.en, mention.value, home.en]),
		"zh": sprintf("此处引用了%s“%s”，但%s中没有", [noun.zh, mention.value, home.zh]),
	},
	"path": mention.path,
	"related": [{"msg": home, "path": place.path} | some place in homes; place.platform == mention.platform],
	"expected": {"en": sprintf("an existing %s", [noun.en]), "zh": sprintf("已有的%s", [noun.zh])},
} |
	existing := names(known)
	some mention in found
	not [mention.platform, text.key(mention.value)] in existing
}
