# METADATA
# scope: package
# title: PostgreSQL asks everybody for a proof
# description: "`trust` lets whoever connects be whom they say, the superuser too."
# custom:
#   id: INF-ROL-13
#   severity: critical
#   control: TEC-ACC-07
#   applies_to: [{format: directives, file: "**/pg_hba.conf"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Write `scram-sha-256` or `cert`.
#   zh:
#     title: PostgreSQL 须对所有连接认证
#     description: "`trust` 允许任何连接者自称任意用户，包括超级用户。"
#     remediation: 改为 `scram-sha-256` 或 `cert`。
package fiducia.infra.rol.pg_trust

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives

# The method is the first word behind the addresses that names one.
methods := {"trust", "reject", "scram-sha-256", "md5", "password", "gss", "sspi", "ident", "peer", "ldap", "radius", "cert", "pam", "bsd", "oauth"}

seen contains place if {
	some directive in directives.all
	startswith(directive.name, "host")
	places := [n | some n, word in directive.parameters; n > 2; word in methods]
	place := object.union(directives.parameter(directive, places[0]), {"address": directive.parameters[2]})
}

deny contains say.wrong(place, {"en": "scram-sha-256", "zh": " scram-sha-256"}) if {
	some place in seen
	place.value in {"trust", "password"}
	not regex.match(`^(127\.|::1(/|$)|localhost$|samehost$)`, place.address)
}
