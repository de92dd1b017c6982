# METADATA
# scope: package
# title: No secrets in Terraform
# description: >-
#   Attributes and defaults of variables that hold a password, key or token as a literal end up in the repository, in
#   plans and in the state.
# custom:
#   id: INF-KEY-01
#   severity: critical
#   control: TEC-ENC-05
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: >-
#     Take the value out of the file and out of its history, change it where it is used, and refer to a secret store
#     instead.
#   zh:
#     title: Terraform 中不得写入明文密钥
#     description: 属性或变量默认值中以字面量写入的口令、密钥或令牌，会进入代码库、计划与状态文件。
#     remediation: 从文件及其历史中移除该值，在使用处更换，并改为引用密钥管理服务。
package fiducia.infra.key.terraform_secret

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.secrets

seen contains place if {
	some type, _ in terraform.view.resource
	some resource in terraform.resources(type)
	some place in attributes(resource)
}

seen contains place if {
	some provider in terraform.labelled("provider")
	some place in attributes(provider)
}

seen contains place if {
	some variable in terraform.labelled("variable")
	some name, _ in terraform.view.variable
	variable.path[1] == name
	secrets.named(name)
	some place in terraform.values(variable, ["default"])
}

# The attributes of a resource that are secrets by their name, in its blocks too.
attributes(resource) := {say.at(resource.name, array.concat(resource.path, path), value) |
	walk(resource.value, [path, value])
	is_string(value)
	is_string(path[count(path) - 1])
	secrets.named(path[count(path) - 1])
	known.known(value)
}

deny contains say.secret(place, {"en": "a secret in clear", "zh": "明文密钥"}) if {
	some place in seen
	secrets.clear(place.value)
}
