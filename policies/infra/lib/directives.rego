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
parameter(directive, i) := object.union(place, {"key": directive.value.name}) if {
	place := say.at(directive.value.name, array.concat(directive.path, ["parameters", i]), directive.parameters[i])
}

# Every known parameter of the directives of a name.
parameters(name) := [place |
	some directive in named(name)
	some i, value in directive.parameters
	known.known(value)
	place := parameter(directive, i)
]

# Where the first of a name counts, as in sshd: settings above any `Match`.
first(name) := parameter(found[0], at) if {
	found := [directive | some directive in named(name); not matched(directive)]
	at := value_at(found[0])
	known.known(found[0].parameters[at])
}

# Where the last of a name counts, as in PostgreSQL and Redis.
last(name) := parameter(directive, at) if {
	found := named(name)
	directive := found[count(found) - 1]
	at := value_at(directive)
	known.known(directive.parameters[at])
}

# Where the value stands, behind the equals sign that some write.
value_at(directive) := 1 if directive.parameters[0] == "="

value_at(directive) := 0 if directive.parameters[0] != "="

# A directive below a `Match`, which holds for some only.
matched(directive) if {
	some other in named("match")
	other.path[1] < directive.path[1]
}
