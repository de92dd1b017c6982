# METADATA
# scope: package
# title: No private keys in files
# description: A private key in a repository belongs to everybody who ever had a copy of it.
# custom:
#   id: INF-KEY-02
#   severity: critical
#   control: TEC-ENC-05
#   applies_to: [{format: hcl2}, {format: dotenv}, {format: properties}, {format: ini}, {format: dockerfile}, {format: directives}, {format: toml}, Secret, ConfigMap, Pod, Deployment, StatefulSet, DaemonSet, Job, CronJob, {format: yaml, file: "**/.github/workflows/*.{yml,yaml}"}, {format: yaml, file: "**/*.gitlab-ci.{yml,yaml}"}, {format: yaml, file: "**/*compose*.{yml,yaml}"}]
#   subjects: seen
#   threshold_basis: house
#   remediation: >-
#     Take the value out of the file and out of its history, change it where it is used, and refer to a secret store
#     instead.
#   zh:
#     title: 文件中不得含有私钥
#     description: 写入代码库的私钥，等同于交给了每一个拥有副本的人。
#     remediation: 从文件及其历史中移除该值，在使用处更换，并改为引用密钥管理服务。
package fiducia.infra.key.private_key

import data.fiducia.infra.lib.say

seen contains place if {
	walk(input, [path, value])
	is_string(value)
	contains(value, "-----BEGIN ")
	place := say.at(sprintf("%v", [path[0]]), path, value)
}

deny contains say.secret(place, {"en": "a private key", "zh": "私钥"}) if {
	some place in seen
	regex.match(`-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/=\s:,-]{40}`, place.value)
}
