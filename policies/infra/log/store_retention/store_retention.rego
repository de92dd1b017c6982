# METADATA
# scope: package
# title: Stores of logs keep them for six months
# description: A retention of a few weeks in Loki deletes what has to be kept for six months.
# custom:
#   id: INF-LOG-10
#   severity: medium
#   control: TEC-IDS-07
#   applies_to: [{format: yaml, file: "**/*loki*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: "Set `retention_period: 4416h` or longer."
#   zh:
#     title: 日志存储须留存六个月以上
#     description: Loki 中数周的留存设置会删除须留存六个月的日志。
#     remediation: "设置 `retention_period: 4416h` 或更长。"
package fiducia.infra.log.store_retention

import data.fiducia.infra.lib.say

ways := [["limits_config", "retention_period"], ["table_manager", "retention_period"], ["loki", "limits_config", "retention_period"]]

seen contains say.at("loki", path, value) if {
	some path in ways
	value := object.get(input, path, null)
	is_string(value)
	hours(value)
}

hours(value) := to_number(trim_suffix(value, "h")) if regex.match(`^[0-9]+h$`, value)

hours(value) := to_number(trim_suffix(value, "d")) * 24 if regex.match(`^[0-9]+d$`, value)

hours(value) := to_number(trim_suffix(value, "w")) * 168 if regex.match(`^[0-9]+w$`, value)

deny contains say.told(place, {
	"en": sprintf("logs are kept for %v days, at least %v are needed", [floor(hours(place.value) / 24), wanted]),
	"zh": sprintf("日志留存 %v 天，应不少于 %v 天", [floor(hours(place.value) / 24), wanted]),
}, {"en": sprintf("at least %v days", [wanted]), "zh": sprintf("不少于 %v 天", [wanted])}) if {
	some place in seen
	wanted := data.fiducia.params.infra_log_days
	hours(place.value) < wanted * 24
	hours(place.value) > 0
}
