# METADATA
# scope: package
# title: Compose publishes no data store to all interfaces
# description: "`3306:3306` listens on every address of the machine, past the firewall of most distributions."
# custom:
#   id: INF-NET-10
#   severity: medium
#   control: TEC-PRO-06
#   applies_to: [{format: yaml, file: "**/*compose*.{yml,yaml}"}]
#   threshold_basis: house
#   remediation: Leave `ports` out between services, or write `127.0.0.1:3306:3306`.
#   zh:
#     title: compose 不得把数据存储发布到所有网卡
#     description: "`3306:3306` 会监听主机全部地址，并绕过多数发行版的防火墙。"
#     remediation: 服务间访问无需 `ports`；确需时写作 `127.0.0.1:3306:3306`。
package fiducia.infra.net.compose_ports

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.compose
import data.fiducia.infra.lib.firewall

seen contains {"place": say.at(service.name, array.concat(service.path, ["ports", i]), entry), "port": port} if {
	some service in compose.services
	some i, entry in service.value.ports
	known.known(entry)
	port := published(entry)
}

# The port of the container that an entry publishes to every address.
published(entry) := port if {
	not is_object(entry)
	parts := split(split(sprintf("%v", [entry]), "/")[0], ":")
	count(parts) == 2
	port := known.number(parts[1])
}

published(entry) := port if {
	is_object(entry)
	not entry.host_ip
	entry.published
	port := known.number(entry.target)
}

# One that is bound to an address is judged too, and right.
published(entry) := 0 if {
	is_string(entry)
	count(split(entry, ":")) == 3
}

# A container that answers on 22 serves files or code by SSH, and is no machine to administer.
deny contains say.told(item.place, {
	"en": sprintf("port %v (%s) is published on every address", [item.port, firewall.guarded[item.port]]),
	"zh": sprintf("端口 %v（%s）发布到所有地址", [item.port, firewall.guarded[item.port]]),
}, {"en": sprintf("127.0.0.1:%v:%v", [item.port, item.port]), "zh": sprintf(" 127.0.0.1:%v:%v", [item.port, item.port])}) if {
	some item in seen
	firewall.guarded[item.port]
	item.port != 22
}
