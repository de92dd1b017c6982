# METADATA
# scope: package
# title: Terraform
# description: >-
#   Blocks and attributes of resources of all providers as places. Where an attribute is an expression, or a block is made by
#   `dynamic`, nothing is known, and there is no place.
package fiducia.infra.lib.terraform

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say

# What rules read: the document, its locals and variables resolved where a view of that kind is supplied.
view := object.get(input, "resolved", input)

# The resources of a type, as places.
resources(type) := blocks_of("resource", type)

# The data sources of a type, as places.
sources(type) := blocks_of("data", type)

blocks_of(kind, type) := [place |
	some name, bodies in view[kind][type]
	some i, body in bodies
	is_object(body)
	place := say.at(sprintf("%s.%s", [type, name]), [kind, type, name, i], body)
]

# The blocks of a kind that have one label or none: `provider`, `variable`, `terraform`.
labelled(kind) := [place |
	some name, bodies in view[kind]
	some i, body in bodies
	is_object(body)
	place := say.at(sprintf("%s %q", [kind, name]), [kind, name, i], body)
]

# What stands under a key of a place: an attribute, or each of the blocks of the name.
under(place, key) := [say.at(place.name, array.concat(place.path, [key]), value)] if {
	value := place.value[key]
	not blocks(value)
} else := [say.at(place.name, array.concat(place.path, [key, i]), block) | some i, block in place.value[key]] if {
	blocks(place.value[key])
} else := []

blocks(value) if {
	is_array(value)
	count(value) > 0
	every item in value { is_object(item) }
}

# What stands at the end of some keys, expressions among it.
raw(place, keys) := under(place, keys[0]) if count(keys) == 1

raw(place, keys) := [found | some a in under(place, keys[0]); some found in under(a, keys[1])] if count(keys) == 2

raw(place, keys) := [found |
	some a in under(place, keys[0])
	some b in under(a, keys[1])
	some found in under(b, keys[2])
] if count(keys) == 3

raw(place, keys) := [found |
	some a in under(place, keys[0])
	some b in under(a, keys[1])
	some c in under(b, keys[2])
	some found in under(c, keys[3])
] if count(keys) == 4

# The values at the end of some keys that are known.
values(place, keys) := [found | some found in raw(place, keys); known.known(found.value)]

# The same for every resource of a type.
of(type, keys) := [found | some place in resources(type); some found in values(place, keys)]

# The resources of a type that have nothing at the end of some keys, though all on the way is known.
lacking(type, keys) := [say.gap(place.name, array.concat(place.path, keys)) |
	some place in resources(type)
	lacks(place, keys)
]

lacks(place, keys) if {
	count(raw(place, keys)) == 0
	not unclear(place, keys)
}

# Something on the way to a setting is decided elsewhere.
unclear(place, keys) if place.value.dynamic[keys[0]]

unclear(place, keys) if {
	some n, _ in keys
	n > 0
	some found in raw(place, array.slice(keys, 0, n))
	known.unknown(found.value)
}

# What a table of settings is about: for each {type, keys, default} the values, and the gaps where the default counts.
settings(table) := [object.union(place, {"row": row}) | some row in table; some place in row_places(row)]

row_places(row) := array.concat(of(row.type, row.keys), lacking(row.type, row.keys))

# The value of a setting, that of the provider where it is missing.
effective(place) := place.value if not place.missing

effective(place) := place.row["default"] if place.missing

# A setting is off, by what is written or by its default.
is_off(place) if known.off(effective(place))

is_on(place) if known.on(effective(place))
