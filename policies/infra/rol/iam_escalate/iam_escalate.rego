# METADATA
# scope: package
# title: No policy of a cloud lets its holder take more rights
# description: >-
#   Who may write policies, attach them, or make keys and passwords for any account takes the rights of the strongest one.
# custom:
#   id: INF-ROL-19
#   severity: high
#   control: TEC-ACC-04
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Name the accounts, groups, roles or policies, or leave these actions to administrators.
#   zh:
#     title: 云策略不得允许持有者自行提权
#     description: 可对任意账号编写或附加策略、创建密钥或口令的人，等于拥有最强账号的权限。
#     remediation: 限定账号、用户组、角色或策略，或将这些操作仅授予管理员。
package fiducia.infra.rol.iam_escalate

import data.fiducia.infra.lib.grants
import data.fiducia.infra.lib.profile
import data.fiducia.infra.lib.say

raising := {
	"iam:createpolicyversion", "iam:setdefaultpolicyversion", "iam:createaccesskey", "iam:createloginprofile", "iam:updateloginprofile",
	"iam:attachuserpolicy", "iam:attachgrouppolicy", "iam:attachrolepolicy", "iam:putuserpolicy", "iam:putgrouppolicy", "iam:putrolepolicy",
	"iam:addusertogroup", "iam:updateassumerolepolicy",
	"ram:createpolicyversion", "ram:setdefaultpolicyversion", "ram:createaccesskey", "ram:createloginprofile", "ram:updateloginprofile",
	"ram:attachpolicytouser", "ram:attachpolicytogroup", "ram:attachpolicytorole", "ram:addusertogroup", "ram:updaterole",
	"cam:attachuserpolicy", "cam:attachgrouppolicy", "cam:attachrolepolicy", "cam:createaccesskey", "cam:updatepolicy", "cam:addusertogroup",
}

# What takes over a machine or function that holds a role of its own; under the profile `strict` it raises as well.
taking := {
	"lambda:updatefunctioncode", "glue:updatedevendpoint", "cloudformation:updatestack", "ssm:sendcommand", "ssm:startsession",
	"ec2-instance-connect:sendsshpublickey", "sagemaker:createpresignednotebookinstanceurl",
	"ecs:runcommand", "ecs:invokecommand", "fc:updatefunction", "scf:updatefunctioncode", "tat:runcommand",
}

counted := raising | taking if profile.strict

counted := raising if not profile.strict

# The actions of a statement that raise.
raised(statement) := {action | some action in statement.actions; lower(action) in counted}

seen contains statement.place if {
	some statement in grants.statements
	count(raised(statement)) > 0
}

# Everything, or every account, group, role or policy.
anything(resource) if resource == "*"

anything(resource) if regex.match(`^(arn:aws[^:]*:iam|acs:ram):[^:]*:[^:]*:(user|group|role|policy)/\*$`, resource)

deny contains say.told(statement.at.actions, {
	"en": sprintf("%v on anything lets the holder take other rights", [concat(", ", sort(raised(statement)))]),
	"zh": sprintf("对任意对象执行 %v 可使持有者自行提权", [concat("、", sort(raised(statement)))]),
}, {"en": "resources by name", "zh": "限定的对象"}) if {
	some statement in grants.statements
	statement.allow
	count(raised(statement)) > 0
	some resource in statement.resources
	anything(resource)
	count(statement.conditions) == 0
	not grants.denied(statement)
}
