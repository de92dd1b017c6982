# METADATA
# scope: package
# title: Load balancers do not forward plain HTTP
# description: A listener for HTTP that forwards carries passwords and payments in clear.
# custom:
#   id: INF-TLS-05
#   severity: medium
#   control: TEC-PRO-01
#   applies_to: [{format: hcl2}]
#   threshold_basis: house
#   remediation: Make the listener redirect to HTTPS.
#   zh:
#     title: 负载均衡不得转发明文 HTTP
#     description: 直接转发的 HTTP 监听会以明文传输口令与支付数据。
#     remediation: 将该监听改为跳转到 HTTPS。
package fiducia.infra.tls.plain_listener

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

plain := {"HTTP", "http"}

# A listener of AWS whose action forwards.
seen contains {"place": place, "forwards": action.value} if {
	some type in ["aws_lb_listener", "aws_alb_listener"]
	some listener in terraform.resources(type)
	some place in terraform.values(listener, ["protocol"])
	some action in terraform.values(listener, ["default_action", "type"])
}

# Listeners of Alibaba Cloud, Tencent Cloud and Huawei Cloud, where a key tells that they lead elsewhere.
seen contains {"place": place, "forwards": forwards(listener, leads)} if {
	some [type, leads] in [
		["alicloud_slb_listener", "listener_forward"],
		["tencentcloud_clb_listener", "rewrite"],
		["huaweicloud_elb_listener", "redirect_listener_id"],
	]
	some listener in terraform.resources(type)
	some place in terraform.values(listener, ["protocol"])
}

forwards(listener, leads) := "forward" if not listener.value[leads]

forwards(listener, leads) := "redirect" if listener.value[leads]

deny contains say.wrong(item.place, {"en": "HTTPS, or a redirect to it", "zh": " HTTPS 或跳转"}) if {
	some item in seen
	item.place.value in plain
	item.forwards == "forward"
}
