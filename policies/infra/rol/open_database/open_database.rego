# METADATA
# scope: package
# title: No database is started without accounts
# description: Settings that switch the check of passwords off leave the whole store to whoever reaches its port.
# custom:
#   id: INF-ROL-14
#   severity: critical
#   control: TEC-ACC-07
#   applies_to: [{format: ini, file: "**/*.cnf"}, {format: yaml, file: "**/*compose*.{yml,yaml}"}, Pod, Deployment, StatefulSet, DaemonSet, {format: dockerfile}, {format: directives, file: "**/redis.conf"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Remove the setting, and give every account a secret of its own.
#   zh:
#     title: 数据库不得以免认证方式启动
#     description: 关闭口令校验的设置会把整个数据库交给任何能访问端口的人。
#     remediation: 删除该设置，为每个账户配置独立口令。
package fiducia.infra.rol.open_database

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes
import data.fiducia.infra.lib.directives
import data.fiducia.infra.lib.compose
import data.fiducia.infra.lib.mysql

switches := {
	"POSTGRES_HOST_AUTH_METHOD": {"trust"},
	"MYSQL_ALLOW_EMPTY_PASSWORD": {"yes", "true", "1"},
	"MARIADB_ALLOW_EMPTY_ROOT_PASSWORD": {"yes", "true", "1"},
	"ALLOW_EMPTY_PASSWORD": {"yes", "true", "1"},
	"ALLOW_PLAINTEXT_LISTENER": {"yes", "true", "1"},
	"MYSQL_ROOT_HOST": {"%"},
}

seen contains place if {
	some name in ["skip_grant_tables"]
	some place in mysql.named(name)
}

seen contains object.union(say.at(container.name, array.concat(container.path, ["env", i, "value"]), variable.value), {"key": variable.name}) if {
	some container in kubernetes.containers
	some i, variable in container.value.env
	switches[variable.name]
	known.known(variable.value)
}

seen contains variable.place if {
	some variable in compose.variables
	switches[variable.variable]
	known.known(variable.place.value)
}

seen contains object.union(say.at("ENV", [i, "Value", n + 1], command.Value[n + 1]), {"key": command.Value[n]}) if {
	is_array(input)
	some i, command in input
	command.Cmd == "env"
	some n, _ in command.Value
	n % 3 == 0
	switches[command.Value[n]]
}

# `user default on nopass ~* +@all` of Redis.
seen contains place if {
	some directive in directives.named("user")
	some i, word in directive.parameters
	word == "nopass"
	place := directives.parameter(directive, i)
}

deny contains say.wrong(place, {"en": "no such setting", "zh": "删除该设置"}) if {
	some place in seen
	lower(sprintf("%v", [place.value])) in switches[place.key]
}

deny contains say.wrong(place, {"en": "no such setting", "zh": "删除该设置"}) if {
	some place in seen
	lower(replace(place.key, "-", "_")) == "skip_grant_tables"
	known.on(place.value)
}

deny contains say.wrong(place, {"en": "a password", "zh": "设置口令"}) if {
	some place in seen
	place.value == "nopass"
	some directive in directives.named("user")
	array.slice(place.path, 0, count(directive.path)) == directive.path
	"on" in directive.parameters
}
