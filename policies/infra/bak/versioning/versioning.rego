# METADATA
# scope: package
# title: Buckets keep earlier versions
# description: Without versions, what is overwritten or encrypted by an attacker is lost.
# custom:
#   id: INF-BAK-06
#   severity: medium
#   control: TEC-DAT-03
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Switch versioning on.
#   zh:
#     title: 存储桶须保留历史版本
#     description: 未开启版本控制时，被覆盖或被勒索加密的文件无法找回。
#     remediation: 启用版本控制。
package fiducia.infra.bak.versioning

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "aws_s3_bucket_versioning", "keys": ["versioning_configuration", "status"], "default": "Enabled", "bad": {"disabled", "suspended"}},
	{"type": "aws_s3_bucket", "keys": ["versioning", "enabled"], "default": true, "bad": {"false"}},
	{"type": "google_storage_bucket", "keys": ["versioning", "enabled"], "default": true, "bad": {"false"}},
	{"type": "azurerm_storage_account", "keys": ["blob_properties", "versioning_enabled"], "default": true, "bad": {"false"}},
	{"type": "alicloud_oss_bucket", "keys": ["versioning", "status"], "default": "Enabled", "bad": {"suspended"}},
	{"type": "alicloud_oss_bucket_versioning", "keys": ["status"], "default": "Enabled", "bad": {"suspended"}},
	{"type": "tencentcloud_cos_bucket", "keys": ["versioning_enable"], "default": true, "bad": {"false"}},
	{"type": "huaweicloud_obs_bucket", "keys": ["versioning"], "default": true, "bad": {"false"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.wrong(place, {"en": "versions are kept", "zh": "启用版本控制"}) if {
	some place in seen
	settings.bad(place)
}
