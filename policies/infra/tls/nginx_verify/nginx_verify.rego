# METADATA
# scope: package
# title: nginx verifies whom it speaks to
# description: TLS without verification encrypts for whoever answers.
# custom:
#   id: INF-TLS-04
#   severity: medium
#   control: TEC-PRO-01
#   applies_to: [{format: nginx}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Write `proxy_ssl_verify on;` with `proxy_ssl_trusted_certificate`.
#   zh:
#     title: nginx 须校验上游证书
#     description: 不校验证书的 TLS，等于为任意应答者加密。
#     remediation: 写作 `proxy_ssl_verify on;`，并配置 `proxy_ssl_trusted_certificate`。
package fiducia.infra.tls.nginx_verify

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives

seen contains place if {
	some name in ["proxy_ssl_verify", "grpc_ssl_verify", "uwsgi_ssl_verify"]
	some place in directives.parameters(name)
}

deny contains say.wrong(place, {"en": "on", "zh": " on"}) if {
	some place in seen
	place.value == "off"
}
