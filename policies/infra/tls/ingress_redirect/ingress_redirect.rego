# METADATA
# scope: package
# title: An Ingress leads plain HTTP to HTTPS
# description: An annotation that switches the redirect off serves the same pages in clear.
# custom:
#   id: INF-TLS-09
#   severity: medium
#   control: TEC-PRO-01
#   applies_to: [{kind: Ingress, apiVersion: "networking.k8s.io/*"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Remove the annotation, or set it to "true".
#   zh:
#     title: Ingress 应将明文 HTTP 跳转到 HTTPS
#     description: 关闭跳转的注解会使同样的页面以明文提供。
#     remediation: 删除该注解，或设为 "true"。
package fiducia.infra.tls.ingress_redirect

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.kubernetes

switches := {
	"nginx.ingress.kubernetes.io/ssl-redirect",
	"nginx.ingress.kubernetes.io/force-ssl-redirect",
	"alb.ingress.kubernetes.io/ssl-redirect",
	"higress.io/ssl-redirect",
}

seen contains say.at(kubernetes.name, ["metadata", "annotations", name], value) if {
	some name, value in input.metadata.annotations
	name in switches
	known.known(value)
}

deny contains say.wrong(place, {"en": "\"true\"", "zh": " \"true\""}) if {
	some place in seen
	lower(sprintf("%v", [place.value])) == "false"
}
