# METADATA
# scope: package
# title: Servers log logins and failures
# description: A server that logs nothing of logins hides attempts to guess passwords.
# custom:
#   id: INF-LOG-08
#   severity: medium
#   control: TEC-IDS-08
#   applies_to: [{format: directives, file: "**/sshd_config"}, {format: directives, file: "**/postgresql*.conf"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: "Switch the log of connections on: `log_connections = on`, `LogLevel INFO`."
#   zh:
#     title: 服务器须记录登录与失败事件
#     description: 不记录登录的服务器会掩盖口令猜测行为。
#     remediation: 启用连接日志：`log_connections = on`、`LogLevel INFO`。
package fiducia.infra.log.server_logs

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives

seen contains directives.first("loglevel")

seen contains place if {
	some name in ["log_connections", "log_disconnections", "logging_collector"]
	place := directives.last(name)
}

deny contains say.wrong(place, {"en": "INFO or VERBOSE", "zh": " INFO 或 VERBOSE"}) if {
	some place in seen
	upper(place.value) in {"QUIET", "FATAL"}
}

deny contains say.wrong(place, {"en": "on", "zh": " on"}) if {
	some place in seen
	place.key in {"log_connections", "log_disconnections"}
	known.off(place.value)
}
