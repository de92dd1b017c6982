# METADATA
# scope: package
# title: The API server keeps its audit log for six months
# description: "`--audit-log-maxage` deletes older files; without `--audit-log-path` or a webhook there are none."
# custom:
#   id: INF-LOG-06
#   severity: high
#   control: TEC-IDS-07
#   applies_to: [{kind: Pod, apiVersion: v1}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set `--audit-log-path` and `--audit-log-maxage=184`, or send the log to a store that keeps it.
#   zh:
#     title: API Server 审计日志须留存六个月以上
#     description: "`--audit-log-maxage` 会删除更早的文件；未设置 `--audit-log-path` 或 webhook 则没有审计日志。"
#     remediation: 设置 `--audit-log-path` 与 `--audit-log-maxage=184`，或将日志发送到可长期留存的存储。
package fiducia.infra.log.apiserver_audit

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

# The container that starts the API server, with the arguments of it.
servers contains {"container": container, "list": list, "arguments": container.value[list]} if {
	some container in kubernetes.containers
	some list in ["command", "args"]
	regex.match(`(^|/)kube-apiserver$`, sprintf("%v", [container.value[list][0]]))
}

seen contains object.union(say.at(server.container.name, array.concat(server.container.path, [server.list, i]), argument), {"key": "--audit-log-maxage"}) if {
	some server in servers
	some i, argument in server.arguments
	startswith(argument, "--audit-log-maxage=")
}

seen contains say.gap(server.container.name, array.concat(server.container.path, [server.list])) if {
	some server in servers
	count([argument | some argument in server.arguments; regex.match(`^--audit-(log-path|webhook-config-file)=`, argument)]) == 0
}

deny contains say.told(place, {
	"en": sprintf("audit logs are kept for %v days, at least %v are needed", [number, wanted]),
	"zh": sprintf("审计日志留存 %v 天，应不少于 %v 天", [number, wanted]),
}, {"en": sprintf("at least %v days", [wanted]), "zh": sprintf("不少于 %v 天", [wanted])}) if {
	some place in seen
	not place.missing
	number := known.number(split(place.value, "=")[1])
	wanted := data.fiducia.params.infra_log_days
	number < wanted
	number > 0
}

deny contains say.told(place, {"en": "writes no audit log", "zh": "未写入审计日志"}, {"en": "--audit-log-path", "zh": " --audit-log-path"}) if {
	some place in seen
	place.missing
}
