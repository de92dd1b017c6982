# METADATA
# scope: package
# title: Nobody is made owner of an account or project
# description: >-
#   Predefined roles of administration combine what has to be separated: deploying, granting, and deleting records.
# custom:
#   id: INF-ROL-09
#   severity: high
#   control: TEC-ACC-04
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Grant narrower roles to named people and pipelines.
#   zh:
#     title: 不得授予账号或项目的所有者权限
#     description: 预置管理员角色集部署、授权与删除记录于一身，职责无法分离。
#     remediation: 向具名人员与流水线授予更小的角色。
package fiducia.infra.rol.owner_roles

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

places := [
	["google_project_iam_member", ["role"]],
	["google_project_iam_binding", ["role"]],
	["google_folder_iam_member", ["role"]],
	["google_organization_iam_member", ["role"]],
	["azurerm_role_assignment", ["role_definition_name"]],
	["aws_iam_user_policy_attachment", ["policy_arn"]],
	["aws_iam_group_policy_attachment", ["policy_arn"]],
	["aws_iam_role_policy_attachment", ["policy_arn"]],
	["aws_iam_policy_attachment", ["policy_arn"]],
	["alicloud_ram_user_policy_attachment", ["policy_name"]],
	["alicloud_ram_role_policy_attachment", ["policy_name"]],
	["tencentcloud_cam_user_policy_attachment", ["policy_name"]],
	["tencentcloud_cam_role_policy_attachment_by_name", ["policy_name"]],
]

ownership := {"roles/owner", "roles/editor", "Owner", "AdministratorAccess", "PowerUserAccess", "User Access Administrator", "arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws-cn:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/IAMFullAccess"}

seen contains place if {
	some [type, keys] in places
	some place in terraform.of(type, keys)
}

deny contains say.wrong(place, {"en": "a narrower role", "zh": "更小的角色"}) if {
	some place in seen
	place.value in ownership
}
