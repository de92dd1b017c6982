# METADATA
# scope: package
# title: Redis speaks TLS 1.2 or higher
# description: A list of protocols with TLS 1.0 or 1.1 can be downgraded.
# custom:
#   id: INF-TLS-14
#   severity: medium
#   control: TEC-PRO-01
#   applies_to: [{format: directives, file: "**/redis.conf"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Write `tls-protocols "TLSv1.2 TLSv1.3"`.
#   zh:
#     title: Redis 须使用 TLS 1.2 及以上版本
#     description: 协议列表中含 TLS 1.0 或 1.1 时可被降级攻击。
#     remediation: 写作 `tls-protocols "TLSv1.2 TLSv1.3"`。
package fiducia.infra.tls.redis

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives
import data.fiducia.infra.lib.tls

seen contains directives.last("tls-protocols")

deny contains say.wrong(place, {"en": "TLS 1.2 or higher", "zh": " TLS 1.2 及以上"}) if {
	some place in seen
	some version in split(place.value, " ")
	tls.old(version)
}
