# METADATA
# scope: package
# title: nginx leads plain HTTP to HTTPS
# description: >-
#   A name that is served with TLS and without it gives passwords away to those who type it without `https`.
# custom:
#   id: INF-TLS-03
#   severity: medium
#   control: TEC-PRO-01
#   applies_to: [{format: nginx}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Write `return 301 https://$host$request_uri;` in the server on port 80.
#   zh:
#     title: nginx 应将明文 HTTP 跳转到 HTTPS
#     description: 同一域名若同时以明文提供服务，未输入 `https` 的用户会泄露口令。
#     remediation: 在监听 80 端口的 server 中写 `return 301 https://$host$request_uri;`。
package fiducia.infra.tls.nginx_redirect

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives

servers contains directive if {
	some directive in directives.named("server")
	is_array(directive.value.block.directives)
}

# A port without TLS.
plain(server) := [say.at(name(server), array.concat(server.path, ["block", "directives", i, "parameters", 0]), found.parameters[0]) |
	some i, found in server.value.block.directives
	found.name == "listen"
	regex.match(`(^|:)80$`, found.parameters[0])
	not "ssl" in found.parameters
]

name(server) := sprintf("server %s", [concat(" ", names(server))])

names(server) := [value |
	some found in server.value.block.directives
	found.name == "server_name"
	some value in found.parameters
]

# Names that are served with TLS in this file.
secured := {value |
	some server in servers
	some found in server.value.block.directives
	found.name == "listen"
	"ssl" in found.parameters
	some value in names(server)
}

seen contains {"place": place, "server": server} if {
	some server in servers
	some value in names(server)
	value in secured
	value != "_"
	some place in plain(server)
}

# Whatever leads elsewhere or includes more is not judged.
leads(server) if {
	walk(server.value, [_, value])
	is_string(value)
	regex.match(`^(https://.*|\^?\(?\.\*\)?\$?)$`, value)
	startswith(value, "https://")
}

leads(server) if {
	walk(server.value, [_, value])
	is_object(value)
	value.name in {"include", "rewrite"}
}

deny contains say.told(item.place, {"en": "is served without TLS", "zh": "以明文提供服务"}, {"en": "a redirect to https", "zh": "跳转到 https"}) if {
	some item in seen
	not leads(item.server)
}
