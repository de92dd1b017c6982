# METADATA
# scope: package
# title: Compose publishes no data store to all interfaces
# description: "`3306:3306` listens on every address of the machine, past the firewall of most distributions."
# custom:
#   id: INF-NET-10
#   severity: medium
#   control: TEC-PRO-06
#   applies_to: [{format: yaml, file: "**/*compose*.{yml,yaml}"}]
#   subjects: seen
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
	some port in published(entry)
}

# The ports of the container that an entry publishes to every address; one bound to another address is judged too, and right.
published(entry) := {0} if bound(entry)

published(entry) := numbers.range(parts[0], parts[1]) if {
	not bound(entry)
	parts := ends(entry)
	parts[1] - parts[0] < 100
}

# The first and last port of the container in the short form, `8000-8010:8000-8010/tcp`, behind the ports of the machine.
ends(entry) := [to_number(found[2]), last(found)] if {
	not is_object(entry)
	found := regex.find_all_string_submatch_n(`^(?:(\[[^\]]*\]|[^:]*):)?[0-9]+(?:-[0-9]+)?:([0-9]+)(?:-([0-9]+))?(?:/tcp)?$`, sprintf("%v", [entry]), 1)[0]
}

ends(entry) := [port, port] if {
	is_object(entry)
	entry.published
	port := known.number(entry.target)
}

last(found) := to_number(found[3]) if found[3] != ""

last(found) := to_number(found[2]) if found[3] == ""

bound(entry) if {
	is_object(entry)
	entry.host_ip
	not known.everywhere(entry.host_ip)
}

bound(entry) if {
	is_string(entry)
	host := regex.find_all_string_submatch_n(`^(\[[^\]]*\]|[^:]*):[^:]+:[^:]+$`, entry, 1)[0][1]
	not known.everywhere(trim(host, "[]"))
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
