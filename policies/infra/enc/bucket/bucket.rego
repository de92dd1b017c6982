# METADATA
# scope: package
# title: Buckets are encrypted with a key of the platform
# description: >-
#   Encryption with the key of the provider protects against stolen disks only; a key of your own can be withdrawn and
#   its use is recorded.
# custom:
#   id: INF-ENC-04
#   severity: medium
#   control: TEC-ENC-03
#   applies_to: [{format: hcl2}]
#   subjects: judged
#   threshold_basis: house
#   remediation: Use the algorithm of the key service (`aws:kms`, `KMS`) and name a key.
#   zh:
#     title: 存储桶须以自有密钥加密
#     description: 使用云厂商默认密钥只能防止磁盘被盗；自有密钥可撤销且使用有记录。
#     remediation: 采用密钥管理服务算法（`aws:kms`、`KMS`）并指定密钥。
package fiducia.infra.enc.bucket

import data.fiducia.infra.lib.profile
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "aws_s3_bucket_server_side_encryption_configuration", "keys": ["rule", "apply_server_side_encryption_by_default", "sse_algorithm"], "default": "aws:kms", "bad": {"aes256"}},
	{"type": "aws_s3_bucket", "keys": ["server_side_encryption_configuration", "rule", "apply_server_side_encryption_by_default", "sse_algorithm"], "default": "aws:kms", "bad": {"aes256"}},
	{"type": "alicloud_oss_bucket", "keys": ["server_side_encryption_rule", "sse_algorithm"], "default": "KMS", "bad": {"aes256"}},
	{"type": "tencentcloud_cos_bucket", "keys": ["encryption_algorithm"], "default": "KMS", "bad": {"aes256"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

judged := seen if profile.strict

deny contains say.wrong(place, {"en": "a key of your own", "zh": "自有密钥"}) if {
	some place in judged
	settings.bad(place)
}
