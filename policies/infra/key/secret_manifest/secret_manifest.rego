# METADATA
# scope: package
# title: No filled Secrets among manifests
# description: >-
#   The values of a Secret are only encoded. In a repository they are as good as in clear; so are secrets in a
#   ConfigMap.
# custom:
#   id: INF-KEY-08
#   severity: high
#   control: TEC-ENC-05
#   applies_to: [{kind: Secret, apiVersion: v1}, {kind: ConfigMap, apiVersion: v1}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Seal it, encrypt it with sops, or have an operator fill it from a secret store.
#   zh:
#     title: 清单中不得含有已填写的 Secret
#     description: Secret 的值只是编码而非加密，存入代码库等同明文；ConfigMap 中的密钥同理。
#     remediation: 使用 sealed-secrets 或 sops 加密，或由外部密钥控制器从密钥管理服务注入。
package fiducia.infra.key.secret_manifest

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.secrets

seen contains place if {
	input.kind == "Secret"
	some name, value in input.stringData
	known.known(value)
	place := say.at(sprintf("Secret %v", [input.metadata.name]), ["stringData", name], value)
}

seen contains place if {
	input.kind == "Secret"
	not object.get(input, "type", "") in {"helm.sh/release.v1", "kubernetes.io/service-account-token"}
	some name, value in input.data
	known.known(value)
	base64.is_valid(value)
	place := say.at(sprintf("Secret %v", [input.metadata.name]), ["data", name], base64.decode(value))
}

seen contains place if {
	input.kind == "ConfigMap"
	some name, value in input.data
	secrets.named(name)
	known.known(value)
	place := say.at(sprintf("ConfigMap %v", [input.metadata.name]), ["data", name], value)
}

deny contains say.secret(place, {"en": "a secret in clear", "zh": "明文密钥"}) if {
	some place in seen
	confidential(place)
	secrets.clear(place.value)
}

# A Secret may hold whole files of configuration and names too; what counts is what is called a secret.
confidential(place) if {
	regex.match(`(?i)(pass|pwd|password|passwd|secret|token|key|credentials?)$`, place.key)
	not contains(place.value, "\n")
}
