# METADATA
# scope: package
# title: No keys of providers in files
# description: >-
#   Keys of clouds and platforms have shapes that are known, and are looked for by machines within minutes of being
#   published.
# custom:
#   id: INF-KEY-03
#   severity: critical
#   control: TEC-ENC-05
#   applies_to: [{format: hcl2}, {format: dotenv}, {format: properties}, {format: ini}, {format: dockerfile}, {format: directives}, {format: toml}, Secret, ConfigMap, Pod, Deployment, StatefulSet, DaemonSet, Job, CronJob, {format: yaml, file: "**/.github/workflows/*.{yml,yaml}"}, {format: yaml, file: "**/*.gitlab-ci.{yml,yaml}"}, {format: yaml, file: "**/*compose*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: >-
#     Take the value out of the file and out of its history, change it where it is used, and refer to a secret store
#     instead.
#   zh:
#     title: 文件中不得含有云厂商密钥或平台令牌
#     description: 云厂商密钥与平台令牌的形式众所周知，一经公开，几分钟内就会被自动扫描利用。
#     remediation: 从文件及其历史中移除该值，在使用处更换，并改为引用密钥管理服务。
package fiducia.infra.key.provider_token

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.secrets

seen contains place if {
	walk(input, [path, value])
	is_string(value)
	count(value) >= 20
	place := say.at(sprintf("%v", [path[0]]), path, value)
}

deny contains say.secret(place, shape) if {
	some place in seen
	shape := secrets.shape(place.value)
}
