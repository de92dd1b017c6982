# METADATA
# scope: package
# title: Containers do not throw their logs away
# description: The driver `none` discards all that a service says, for good.
# custom:
#   id: INF-LOG-09
#   severity: medium
#   control: TEC-IDS-08
#   applies_to: [{format: yaml, file: "**/*compose*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Use a driver that sends logs to the central store.
#   zh:
#     title: 容器不得丢弃日志
#     description: "`none` 日志驱动会永久丢弃服务的全部输出。"
#     remediation: 改用将日志发往集中存储的驱动。
package fiducia.infra.log.driver_none

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.compose

seen contains say.at(service.name, array.concat(service.path, ["logging", "driver"]), driver) if {
	some service in compose.services
	driver := service.value.logging.driver
	known.known(driver)
}

deny contains say.wrong(place, {"en": "a driver that keeps logs", "zh": "可留存日志的驱动"}) if {
	some place in seen
	place.value == "none"
}
