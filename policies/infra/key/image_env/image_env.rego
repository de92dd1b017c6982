# METADATA
# scope: package
# title: No secrets in images
# description: >-
#   What `ENV` and `ARG` say is part of the image and of its history, readable to everybody who can pull it.
# custom:
#   id: INF-KEY-05
#   severity: high
#   control: TEC-ENC-05
#   applies_to: [{format: dockerfile}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Give the secret at run time, or to the build with `RUN --mount=type=secret`.
#   zh:
#     title: 镜像中不得写入明文密钥
#     description: "`ENV` 与 `ARG` 的内容是镜像及其历史的一部分，任何能拉取镜像的人都可读取。"
#     remediation: 在运行时注入密钥，构建时使用 `RUN --mount=type=secret`。
package fiducia.infra.key.image_env

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.secrets

# Variables with their values; `ENV A=1 B=2` has three entries each, `ARG A=1` one.
seen contains place if {
	some i, command in input
	command.Cmd == "env"
	some n, _ in command.Value
	n % 3 == 0
	secrets.named(command.Value[n])
	known.known(command.Value[n + 1])
	place := object.union(say.at("ENV", [i, "Value", n + 1], command.Value[n + 1]), {"key": command.Value[n]})
}

seen contains place if {
	some i, command in input
	command.Cmd == "arg"
	some n, entry in command.Value
	parts := split(entry, "=")
	count(parts) > 1
	secrets.named(parts[0])
	value := concat("=", array.slice(parts, 1, count(parts)))
	known.known(value)
	place := object.union(say.at("ARG", [i, "Value", n], value), {"key": parts[0]})
}

deny contains say.secret(place, {"en": "a secret in clear", "zh": "明文密钥"}) if {
	some place in seen
	secrets.clear(place.value)
}
