# METADATA
# scope: package
# title: Kafka listens with TLS
# description: A PLAINTEXT listener carries events and passwords of SASL in clear.
# custom:
#   id: INF-TLS-10
#   severity: high
#   control: TEC-PRO-01
#   applies_to: [{format: properties, file: "**/*server*.properties"}, {format: properties, file: "**/*kafka*.properties"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Use SSL or SASL_SSL for listeners and between brokers.
#   zh:
#     title: Kafka 监听须启用 TLS
#     description: PLAINTEXT 监听会以明文传输事件与 SASL 口令。
#     remediation: 监听与节点间通信改用 SSL 或 SASL_SSL。
package fiducia.infra.tls.kafka_plain

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say

# Each listener with its protocol, as a text such as `PLAINTEXT://0.0.0.0:9092`.
seen contains say.at("listeners", ["listeners"], trim_space(listener)) if {
	known.known(input.listeners)
	some listener in split(input.listeners, ",")
}

seen contains say.at("security.inter.broker.protocol", ["security.inter.broker.protocol"], value) if {
	value := input["security.inter.broker.protocol"]
	known.known(value)
}

deny contains say.wrong(place, {"en": "SSL or SASL_SSL", "zh": " SSL 或 SASL_SSL"}) if {
	some place in seen
	regex.match(`(?i)^(SASL_)?PLAINTEXT(://|$)`, place.value)
	not regex.match(`(?i)://(localhost|127\.|\[::1\])`, place.value)
}
