# METADATA
# scope: package
# title: The state of Terraform is encrypted
# description: State holds every secret that a resource ever returned.
# custom:
#   id: INF-CHG-12
#   severity: high
#   control: TEC-ENC-03
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set `encrypt = true`, and reach the backend by https.
#   zh:
#     title: Terraform 状态文件须加密
#     description: 状态文件保存了资源返回过的全部密钥。
#     remediation: 设置 `encrypt = true`，并以 https 访问后端。
package fiducia.infra.chg.state_encrypted

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say

seen contains say.at(sprintf("backend %q", [kind]), ["terraform", i, "backend", kind, n, key], value) if {
	some i, block in input.terraform
	some kind, bodies in block.backend
	some n, body in bodies
	some key in ["encrypt", "address", "endpoint"]
	value := body[key]
	known.known(value)
}

deny contains say.wrong(place, {"en": "true", "zh": " true"}) if {
	some place in seen
	place.key == "encrypt"
	known.off(place.value)
}

deny contains say.wrong(place, {"en": "https", "zh": " https"}) if {
	some place in seen
	place.key in {"address", "endpoint"}
	regex.match(`^http://`, place.value)
	not regex.match(`^http://(localhost|127\.)`, place.value)
}
