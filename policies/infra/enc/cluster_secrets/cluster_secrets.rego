# METADATA
# scope: package
# title: Managed clusters encrypt their Secrets with a key
# description: >-
#   Without a key of the key service, Secrets of a managed cluster lie in the store of the provider under its key
#   alone.
# custom:
#   id: INF-ENC-10
#   severity: medium
#   control: TEC-ENC-03
#   applies_to: [{format: hcl2}]
#   subjects: judged
#   threshold_basis: house
#   remediation: "Name a key: `encryption_config`, `database_encryption`, `encryption_provider_key`."
#   zh:
#     title: 托管集群须以密钥加密 Secret
#     description: 未指定密钥时，托管集群的 Secret 仅受云厂商默认密钥保护。
#     remediation: 指定密钥：`encryption_config`、`database_encryption`、`encryption_provider_key`。
package fiducia.infra.enc.cluster_secrets

import data.fiducia.infra.lib.profile
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "aws_eks_cluster", "keys": ["encryption_config"], "default": "missing", "bad": {"missing"}},
	{"type": "google_container_cluster", "keys": ["database_encryption", "state"], "default": "DECRYPTED", "bad": {"decrypted"}},
	{"type": "alicloud_cs_managed_kubernetes", "keys": ["encryption_provider_key"], "default": "missing", "bad": {"missing"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

judged := seen if profile.strict

deny contains say.wrong(place, {"en": "a key of the key service", "zh": "密钥管理服务的密钥"}) if {
	some place in judged
	settings.bad(place)
}
