# METADATA
# scope: package
# title: No static keys of access are made
# description: A static key works from anywhere until somebody withdraws it, and lies in the state of Terraform.
# custom:
#   id: INF-ROL-10
#   severity: medium
#   control: TEC-ACC-07
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: "Use roles with short-lived credentials: instance roles, RRSA, workload identity."
#   zh:
#     title: 不得创建长期静态访问密钥
#     description: 静态密钥在被撤销前可在任何地方使用，且存放于 Terraform 状态文件中。
#     remediation: 改用短期凭证的角色：实例角色、RRSA、Workload Identity。
package fiducia.infra.rol.static_keys

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

types := ["aws_iam_access_key", "alicloud_ram_access_key", "tencentcloud_cam_access_key", "huaweicloud_identity_access_key", "google_service_account_key", "azuread_application_password", "azuread_service_principal_password"]

seen contains resource if {
	some type in types
	some resource in terraform.resources(type)
}

deny contains say.told(resource, {"en": "makes a static key", "zh": "创建了静态密钥"}, {"en": "short-lived credentials", "zh": "短期凭证"}) if {
	some resource in seen
	object.get(resource.value, "status", "") != "Inactive"
}
