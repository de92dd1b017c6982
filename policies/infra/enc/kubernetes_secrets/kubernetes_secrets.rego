# METADATA
# scope: package
# title: Secrets of a cluster are encrypted in its store
# description: With `identity` first, the API server writes Secrets to etcd as they are.
# custom:
#   id: INF-ENC-09
#   severity: high
#   control: TEC-ENC-03
#   applies_to: [{kind: EncryptionConfiguration}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Put `kms` or `aescbc` first and `identity` last, or none.
#   zh:
#     title: 集群 Secret 须加密存储
#     description: 若首个 provider 为 `identity`，API Server 会将 Secret 原样写入 etcd。
#     remediation: 将 `kms` 或 `aescbc` 置于首位，`identity` 置于末位或移除。
package fiducia.infra.enc.kubernetes_secrets

import data.fiducia.infra.lib.say

seen contains say.at(sprintf("resources %d", [i + 1]), ["resources", i, "providers", 0], providers[0]) if {
	some i, resource in input.resources
	providers := resource.providers
	covered := {name | some name in resource.resources}
	count(covered & {"secrets", "*.*", "*."}) > 0
	is_object(providers[0])
}

deny contains say.told(place, {"en": "Secrets are written without encryption", "zh": "Secret 未加密写入"}, {"en": "kms first", "zh": "首位为 kms"}) if {
	some place in seen
	place.value.identity == {}
}
