# METADATA
# scope: package
# title: No secrets in files of variables
# description: >-
#   A file `.env`, or properties of an application, with a password belongs to a machine, not to a repository.
# custom:
#   id: INF-KEY-09
#   severity: high
#   control: TEC-ENC-05
#   applies_to: [{format: dotenv}, {format: properties}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Keep a template without values in the repository, and the values in a secret store.
#   zh:
#     title: 变量文件中不得写入明文密钥
#     description: 含口令的 `.env` 或应用属性文件应只存在于机器上，而不是代码库中。
#     remediation: 代码库中只保留无值的模板，实际值存入密钥管理服务。
package fiducia.infra.key.dotenv

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.secrets

seen contains place if {
	some name, value in input
	secrets.named(name)
	known.known(value)
	place := say.at(name, [name], value)
}

deny contains say.secret(place, {"en": "a secret in clear", "zh": "明文密钥"}) if {
	some place in seen
	secrets.clear(place.value)
}
