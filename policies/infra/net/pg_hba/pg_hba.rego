# METADATA
# scope: package
# title: PostgreSQL does not admit every address
# description: A line for `0.0.0.0/0` or `all` leaves the password as the only barrier.
# custom:
#   id: INF-NET-11
#   severity: high
#   control: TEC-IDS-02
#   applies_to: [{format: directives, file: "**/pg_hba.conf"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Name the network of the application.
#   zh:
#     title: PostgreSQL 不得允许任意地址连接
#     description: 对 `0.0.0.0/0` 或 `all` 放行后，口令成为唯一屏障。
#     remediation: 写明应用所在网段。
package fiducia.infra.net.pg_hba

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives

seen contains place if {
	some directive in directives.all
	startswith(directive.name, "host")
	value := directive.parameters[2]
	known.known(value)
	place := directives.parameter(directive, 2)
}

deny contains say.told(place, {"en": sprintf("connections from %s are admitted", [place.value]), "zh": sprintf("允许来自 %s 的连接", [place.value])}, {"en": "the network of the application", "zh": "应用所在网段"}) if {
	some place in seen
	some directive in directives.all
	array.concat(directive.path, ["parameters", 2]) == place.path
	anywhere(directive.parameters)
	directive.parameters[count(directive.parameters) - 1] != "reject"
}

# An address with its length, a word, or an address with a mask of its own.
anywhere(parameters) if parameters[2] in {"0.0.0.0/0", "::/0", "all", "::0/0"}

anywhere(parameters) if {
	parameters[2] in {"0.0.0.0", "::"}
	parameters[3] == parameters[2]
}
