# METADATA
# scope: package
# title: Machines are reached by accounts of the cloud
# description: >-
#   A serial console that answers to a key, and a login that does not follow the accounts of the cloud, outlive the people who were given them.
# custom:
#   id: INF-ROL-20
#   severity: medium
#   control: TEC-ACC-07
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Switch the serial port off, and the login by accounts on.
#   zh:
#     title: 云主机须以云账号登录
#     description: 凭密钥即可登录的串口控制台，以及不随云账号变动的登录方式，在人员离职后仍然有效。
#     remediation: 关闭串口控制台，启用云账号登录。
package fiducia.infra.rol.vm_console

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

wanted := {"serial-port-enable": "false", "enable-oslogin": "true", "block-project-ssh-keys": "true"}

types := ["google_compute_instance", "google_compute_instance_template", "google_compute_project_metadata"]

seen contains object.union(place, {"wanted": value}) if {
	some type in types
	some resource in terraform.resources(type)
	some key, value in wanted
	some place in terraform.values(resource, ["metadata", key])
}

deny contains say.wrong(place, {"en": place.wanted, "zh": sprintf(" %v", [place.wanted])}) if {
	some place in seen
	word := lower(sprintf("%v", [place.value]))
	word in opposite[place.wanted]
}

opposite := {"true": {"false", "0"}, "false": {"true", "1"}}
