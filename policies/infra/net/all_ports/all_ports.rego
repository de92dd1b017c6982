# METADATA
# scope: package
# title: No group opens all ports to the world
# description: A rule for all ports or all protocols lets in what nobody thought of; default deny is gone.
# custom:
#   id: INF-NET-02
#   severity: critical
#   control: TEC-IDS-02
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Name the ports that are served, and nothing else.
#   zh:
#     title: 安全组不得向公网开放全部端口
#     description: 放行全部端口或协议的规则会放入任何未预料的流量，默认拒绝形同虚设。
#     remediation: 只放行实际提供服务的端口。
package fiducia.infra.net.all_ports

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.firewall

seen contains opening.place if {
	some opening in firewall.openings
}

deny contains say.told(opening.place, {
	"en": sprintf("every port is open to %s", [opening.cidr]),
	"zh": sprintf("全部端口对 %s 开放", [opening.cidr]),
}, {"en": "the ports that are served", "zh": "实际提供服务的端口"}) if {
	some opening in firewall.public
	firewall.whole(opening)
	not opening.protocol in {"icmp", "udp"}
}
