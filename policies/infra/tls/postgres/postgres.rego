# METADATA
# scope: package
# title: PostgreSQL speaks TLS 1.2 or higher
# description: Without TLS, passwords and rows are readable on the way.
# custom:
#   id: INF-TLS-11
#   severity: high
#   control: TEC-PRO-01
#   applies_to: [{format: directives, file: "**/postgresql*.conf"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set `ssl = on` and `ssl_min_protocol_version = 'TLSv1.2'`.
#   zh:
#     title: PostgreSQL 须启用 TLS 1.2 及以上版本
#     description: 未启用 TLS 时，口令与数据在链路上可读。
#     remediation: 设置 `ssl = on` 与 `ssl_min_protocol_version = 'TLSv1.2'`。
package fiducia.infra.tls.postgres

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives
import data.fiducia.infra.lib.tls

seen contains place if {
	some name in ["ssl", "ssl_min_protocol_version"]
	place := directives.last(name)
}

deny contains say.wrong(place, {"en": "on", "zh": " on"}) if {
	some place in seen
	place.key == "ssl"
	known.off(place.value)
}

deny contains say.wrong(place, {"en": "TLS 1.2 or higher", "zh": " TLS 1.2 及以上"}) if {
	some place in seen
	place.key == "ssl_min_protocol_version"
	tls.old(place.value)
}
