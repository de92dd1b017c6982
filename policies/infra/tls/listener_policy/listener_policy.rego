# METADATA
# scope: package
# title: Load balancers accept TLS 1.2 and higher only
# description: Predefined policies with an old date accept TLS 1.0 and 1.1.
# custom:
#   id: INF-TLS-06
#   severity: high
#   control: TEC-PRO-01
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Choose a policy for TLS 1.2 and 1.3, such as `ELBSecurityPolicy-TLS13-1-2-2021-06`.
#   zh:
#     title: 负载均衡仅接受 TLS 1.2 及以上版本
#     description: 较早的预定义安全策略仍接受 TLS 1.0 与 1.1。
#     remediation: 选用仅支持 TLS 1.2 与 1.3 的策略，如 `ELBSecurityPolicy-TLS13-1-2-2021-06`。
package fiducia.infra.tls.listener_policy

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.tls

places := [
	["aws_lb_listener", ["ssl_policy"]],
	["aws_alb_listener", ["ssl_policy"]],
	["aws_api_gateway_domain_name", ["security_policy"]],
	["aws_cloudfront_distribution", ["viewer_certificate", "minimum_protocol_version"]],
	["aws_opensearch_domain", ["domain_endpoint_options", "tls_security_policy"]],
	["aws_elasticsearch_domain", ["domain_endpoint_options", "tls_security_policy"]],
	["azurerm_application_gateway", ["ssl_policy", "policy_name"]],
	["azurerm_application_gateway", ["ssl_policy", "min_protocol_version"]],
	["google_compute_ssl_policy", ["min_tls_version"]],
	["alicloud_slb_listener", ["tls_cipher_policy"]],
	["alicloud_alb_listener", ["security_policy_id"]],
	["huaweicloud_elb_listener", ["tls_ciphers_policy"]],
]

seen contains place if {
	some [type, keys] in places
	some place in terraform.of(type, keys)
}

deny contains say.wrong(place, {"en": "TLS 1.2 or higher", "zh": " TLS 1.2 及以上"}) if {
	some place in seen
	tls.old_policy(replace(place.value, "TLSv1_", "TLS_1_"))
}

deny contains say.wrong(place, {"en": "TLS 1.2 or higher", "zh": " TLS 1.2 及以上"}) if {
	some place in seen
	tls.old_policy(place.value)
}
