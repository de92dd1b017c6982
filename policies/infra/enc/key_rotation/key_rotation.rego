# METADATA
# scope: package
# title: Keys rotate by themselves
# description: The longer one key is used, the more is lost with it.
# custom:
#   id: INF-ENC-05
#   severity: high
#   control: TEC-ENC-04
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Switch rotation on.
#   zh:
#     title: 密钥须自动轮换
#     description: 同一密钥使用越久，泄露时损失越大。
#     remediation: 启用自动轮换。
package fiducia.infra.enc.key_rotation

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "aws_kms_key", "keys": ["enable_key_rotation"], "default": false, "bad": {"false"}},
	{"type": "alicloud_kms_key", "keys": ["automatic_rotation"], "default": "Disabled", "bad": {"disabled"}},
	{"type": "tencentcloud_kms_key", "keys": ["key_rotation_enabled"], "default": false, "bad": {"false"}},
	{"type": "huaweicloud_kms_key", "keys": ["rotation_enabled"], "default": false, "bad": {"false"}},
]

# Keys that can rotate: symmetric ones for encryption, made here.
seen contains place if {
	some place in terraform.settings(rows)
	some resource in terraform.resources(place.row.type)
	resource.name == place.name
	rotates(resource)
}

# What says that a key is of another sort.
sorts := ["customer_master_key_spec", "key_usage", "key_spec", "origin", "key_algorithm", "custom_key_store_id"]

rotates(resource) if {
	every kind in sorts {
		word := upper(sprintf("%v", [object.get(resource.value, kind, "SYMMETRIC_DEFAULT")]))
		word in {"SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "ENCRYPT/DECRYPT", "ALIYUN_AES_256", "ALIYUN_SM4", "AES_256", "SM4", "ALIYUN_KMS", "TENCENT_KMS", "KMS", "AWS_KMS"}
	}
}

deny contains say.wrong(place, {"en": "rotation", "zh": "启用轮换"}) if {
	some place in seen
	settings.bad(place)
}
