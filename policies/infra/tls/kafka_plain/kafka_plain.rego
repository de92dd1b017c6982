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
import data.fiducia.infra.lib.tls

# Each listener, a text such as `CLIENTS://0.0.0.0:9092`, with the protocol that its name stands for.
seen contains object.union(say.at("listeners", ["listeners"], trim_space(listener)), {"protocol": protocol(upper(trim_space(split(listener, "://")[0])))}) if {
	known.known(input.listeners)
	some listener in split(input.listeners, ",")
}

seen contains object.union(say.at("security.inter.broker.protocol", ["security.inter.broker.protocol"], value), {"protocol": upper(value)}) if {
	value := input["security.inter.broker.protocol"]
	known.known(value)
}

# Versions, and whether brokers compare the name in a certificate.
settings contains say.at(key, [key], value) if {
	some key in ["ssl.enabled.protocols", "ssl.protocol", "ssl.endpoint.identification.algorithm"]
	value := input[key]
	is_string(value)
	known.known(value)
}

seen contains place if some place in settings

protocols[upper(trim_space(parts[0]))] := upper(trim_space(parts[1])) if {
	some pair in split(input["listener.security.protocol.map"], ",")
	parts := split(pair, ":")
	count(parts) == 2
}

protocol(name) := protocols[name]

protocol(name) := name if not protocols[name]

deny contains say.wrong(place, {"en": "SSL or SASL_SSL", "zh": " SSL 或 SASL_SSL"}) if {
	some place in seen
	place.protocol in {"PLAINTEXT", "SASL_PLAINTEXT"}
	not regex.match(`(?i)://(localhost|127\.|\[::1\])`, place.value)
}

deny contains say.wrong(place, {"en": "TLS 1.2 or higher", "zh": " TLS 1.2 及以上"}) if {
	some place in settings
	place.key != "ssl.endpoint.identification.algorithm"
	some version in split(place.value, ",")
	tls.old(version)
}

deny contains say.wrong(place, {"en": "https", "zh": " https"}) if {
	some place in settings
	place.key == "ssl.endpoint.identification.algorithm"
	trim_space(place.value) == ""
}
