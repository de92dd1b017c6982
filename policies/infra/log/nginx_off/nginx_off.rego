# METADATA
# scope: package
# title: nginx logs who calls
# description: With `access_log off` for a whole server nobody can say who called.
# custom:
#   id: INF-LOG-07
#   severity: medium
#   control: TEC-IDS-07
#   applies_to: [{format: nginx}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Remove the line, or switch logging off in single locations only.
#   zh:
#     title: nginx 须记录访问日志
#     description: 整个 server 关闭 `access_log` 后，无法追溯访问者。
#     remediation: 删除该行，或仅在个别 location 关闭。
package fiducia.infra.log.nginx_off

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.directives

seen contains place if {
	some name in ["access_log", "error_log"]
	some directive in directives.named(name)
	wide(directive)
	known.known(directive.parameters[0])
	place := directives.parameter(directive, 0)
}

# At the level of a server or above. Locations may have their reasons.
wide(directive) if {
	every other in directives.named("location") {
		array.slice(directive.path, 0, count(other.path)) != other.path
	}
}

deny contains say.wrong(place, {"en": "a file or a log server", "zh": "日志文件或日志服务器"}) if {
	some place in seen
	place.value in {"off", "/dev/null"}
}
