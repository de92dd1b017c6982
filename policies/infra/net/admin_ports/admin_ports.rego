# METADATA
# scope: package
# title: Ports of administration and of data stores are not open to the world
# description: >-
#   SSH, RDP and databases that any address reaches are tried within minutes, and one weak password is enough.
# custom:
#   id: INF-NET-01
#   severity: critical
#   control: TEC-IDS-02
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Allow the addresses of the bastion or of the application only.
#   zh:
#     title: 管理端口与数据库端口不得对公网开放
#     description: 任何地址都可访问的 SSH、RDP 与数据库端口几分钟内就会被扫描，一个弱口令即可失守。
#     remediation: 仅放行堡垒机或应用的地址。
package fiducia.infra.net.admin_ports

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.firewall

seen contains opening.place if {
	some opening in firewall.openings
}

deny contains say.told(opening.place, {
	"en": sprintf("port %v (%s) is open to %s", [port, firewall.guarded[port], opening.cidr]),
	"zh": sprintf("端口 %v（%s）对 %s 开放", [port, firewall.guarded[port], opening.cidr]),
}, {"en": "addresses of your own", "zh": "自有地址"}) if {
	some opening in firewall.public
	not firewall.whole(opening)
	not opening.protocol in {"icmp", "udp"}
	port := min(firewall.reached(opening))
}
