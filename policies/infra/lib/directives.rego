# METADATA
# scope: package
# title: Files of directives
# description: Directives of nginx, sshd, PostgreSQL, Redis and their like, at any depth, as places.
package fiducia.infra.lib.directives

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say

# Every directive: its name in lower case, its parameters, and its place.
all := [found |
	walk(input, [path, value])
	is_object(value)
	is_array(value.parameters)
	found := {"name": lower(value.name), "path": path, "parameters": value.parameters, "value": value}
]

# The directives of a name.
named(name) := [directive | some directive in all; directive.name == name]

# The parameter of a directive, as a place.
parameter(directive, i) := say.at(directive.value.name, array.concat(directive.path, ["parameters", i]), directive.parameters[i])

# Every known parameter of the directives of a name.
parameters(name) := [place |
	some directive in named(name)
	some i, value in directive.parameters
	known.known(value)
	place := parameter(directive, i)
]

# Where the first of a name counts, as in sshd: settings above any `Match`.
first(name) := parameter(found[0], 0) if {
	found := [directive | some directive in named(name); not matched(directive)]
	known.known(found[0].parameters[0])
}

# Where the last of a name counts, as in PostgreSQL and Redis.
last(name) := parameter(found[count(found) - 1], 0) if {
	found := named(name)
	known.known(found[count(found) - 1].parameters[0])
}

# A directive below a `Match`, which holds for some only.
matched(directive) if {
	some other in named("match")
	other.path[1] < directive.path[1]
}
