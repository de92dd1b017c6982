# METADATA
# scope: package
# title: Load balancers do not forward plain HTTP
# description: A listener for HTTP that forwards carries passwords and payments in clear.
# custom:
#   id: INF-TLS-05
#   severity: medium
#   control: TEC-PRO-01
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Make the listener redirect to HTTPS.
#   zh:
#     title: 负载均衡不得转发明文 HTTP
#     description: 直接转发的 HTTP 监听会以明文传输口令与支付数据。
#     remediation: 将该监听改为跳转到 HTTPS。
package fiducia.infra.tls.plain_listener

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

plain := {"HTTP", "Http", "http"}

# A listener of AWS whose action forwards.
seen contains {"place": place, "forwards": action.value} if {
	some type in ["aws_lb_listener", "aws_alb_listener"]
	some listener in terraform.resources(type)
	some place in terraform.values(listener, ["protocol"])
	some action in terraform.values(listener, ["default_action", "type"])
}

# A listener of Alibaba Cloud, where a key tells that it leads elsewhere.
seen contains {"place": place, "forwards": forwards(listener)} if {
	some listener in terraform.resources("alicloud_slb_listener")
	some place in terraform.values(listener, ["protocol"])
}

forwards(listener) := "forward" if object.get(listener.value, "listener_forward", "off") == "off"

forwards(listener) := "redirect" if object.get(listener.value, "listener_forward", "off") != "off"

# A classic balancer, which leads nowhere else, and a gateway of Azure.
seen contains {"place": place, "forwards": "forward"} if {
	some place in terraform.of("aws_elb", ["listener", "lb_protocol"])
}

seen contains {"place": place, "forwards": led(gateway)} if {
	some gateway in terraform.resources("azurerm_application_gateway")
	some place in terraform.values(gateway, ["http_listener", "protocol"])
}

led(gateway) := "redirect" if gateway.value.redirect_configuration

led(gateway) := "redirect" if gateway.value.dynamic.redirect_configuration

led(gateway) := "forward" if {
	not gateway.value.redirect_configuration
	not gateway.value.dynamic.redirect_configuration
}

deny contains say.wrong(item.place, {"en": "HTTPS, or a redirect to it", "zh": " HTTPS 或跳转"}) if {
	some item in seen
	item.place.value in plain
	item.forwards == "forward"
}
