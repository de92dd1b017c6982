# METADATA
# scope: package
# title: Alerts reach somebody
# description: >-
#   A receiver without a channel swallows what is sent to it. As the default, or for critical alerts, that is silence.
# custom:
#   id: INF-ALR-02
#   severity: high
#   control: RSK-WRN-03
#   applies_to: [{format: yaml, file: "**/*alertmanager*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Give the receiver a channel, or route these alerts to another one.
#   zh:
#     title: 告警须送达责任人
#     description: 没有通知渠道的接收者会吞掉告警；若为默认或用于严重告警，即等于静默。
#     remediation: 为接收者配置通知渠道，或将此类告警路由到其他接收者。
package fiducia.infra.alr.silence

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say

# Receivers without any channel.
mute := {receiver.name | some receiver in input.receivers; count([key | some key, configs in receiver; endswith(key, "_configs"); count(configs) > 0]) == 0}

seen contains say.at("route", ["route", "receiver"], input.route.receiver) if known.known(input.route.receiver)

seen contains say.at("route", array.concat(path, ["receiver"]), route.receiver) if {
	walk(input.route, [steps, route])
	is_object(route)
	critical(route)
	known.known(route.receiver)
	path := array.concat(["route"], steps)
}

critical(route) if lower(route.match.severity) in {"critical", "page"}

critical(route) if regex.match(`(?i)(critical|page)`, route.match_re.severity)

critical(route) if {
	some matcher in route.matchers
	regex.match(`(?i)^\s*severity\s*=~?\s*"?[^"]*(critical|page)`, matcher)
}

deny contains say.told(place, {
	"en": sprintf("the receiver %q has no channel, so these alerts reach nobody", [place.value]),
	"zh": sprintf("接收者“%s”没有通知渠道，告警无人收到", [place.value]),
}, {"en": "a receiver with a channel", "zh": "有通知渠道的接收者"}) if {
	some place in seen
	place.value in mute
}
