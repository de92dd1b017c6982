# METADATA
# scope: package
# title: nginx accepts TLS 1.2 and higher only
# description: SSL and TLS 1.0/1.1 can be broken or downgraded by whoever is on the way.
# custom:
#   id: INF-TLS-01
#   severity: critical
#   control: TEC-PRO-01
#   applies_to: [{format: nginx}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Write `ssl_protocols TLSv1.2 TLSv1.3;`.
#   zh:
#     title: nginx 仅接受 TLS 1.2 及以上版本
#     description: SSL 与 TLS 1.0/1.1 可被链路上的攻击者破解或降级。
#     remediation: 写作 `ssl_protocols TLSv1.2 TLSv1.3;`。
package fiducia.infra.tls.nginx_protocols

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives
import data.fiducia.infra.lib.tls

seen contains place if {
	some name in ["ssl_protocols", "proxy_ssl_protocols", "grpc_ssl_protocols", "uwsgi_ssl_protocols"]
	some place in directives.parameters(name)
}

deny contains say.wrong(place, {"en": "TLS 1.2 or higher", "zh": " TLS 1.2 及以上"}) if {
	some place in seen
	tls.old(place.value)
}
