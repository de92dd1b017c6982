# METADATA
# scope: package
# title: No secrets in compose files
# description: >-
#   A password in a compose file is the same on every machine that starts it, and known to everybody who reads the
#   repository.
# custom:
#   id: INF-KEY-06
#   severity: medium
#   control: TEC-ENC-05
#   applies_to: [{format: yaml, file: "**/*compose*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Use `secrets`, or a variable without a default that the operator sets.
#   zh:
#     title: compose 文件中不得写入明文密钥
#     description: compose 文件中的口令在每台启动它的机器上都相同，且对所有读者可见。
#     remediation: 改用 `secrets`，或由运维人员设置、无默认值的变量。
package fiducia.infra.key.compose_env

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.compose
import data.fiducia.infra.lib.secrets

seen contains variable.place if {
	some variable in compose.variables
	secrets.named(variable.variable)
	known.known(variable.place.value)
}

deny contains say.secret(place, {"en": "a secret in clear", "zh": "明文密钥"}) if {
	some place in seen
	secrets.clear(place.value)
}
