# METADATA
# scope: package
# title: No store of objects is public
# description: Everybody may read, and some may write, what lies in a bucket with a public grant.
# custom:
#   id: INF-NET-04
#   severity: critical
#   control: TEC-IDS-02
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Make it private, and give access through the application or by signed addresses.
#   zh:
#     title: 对象存储不得公开
#     description: 带有公开授权的存储桶，任何人都可读取，有的甚至可写入。
#     remediation: 设为私有，通过应用或签名 URL 提供访问。
package fiducia.infra.net.public_bucket

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

public_acls := {"public-read", "public-read-write", "authenticated-read", "public-read-delivered", "public-read-write-delivered", "website", "blob", "container"}

acls := [
	["aws_s3_bucket", ["acl"]],
	["aws_s3_bucket_acl", ["acl"]],
	["alicloud_oss_bucket", ["acl"]],
	["alicloud_oss_bucket_acl", ["acl"]],
	["tencentcloud_cos_bucket", ["acl"]],
	["huaweicloud_obs_bucket", ["acl"]],
	["azurerm_storage_container", ["container_access_type"]],
]

members := [
	["google_storage_bucket_iam_member", ["member"]],
	["google_storage_bucket_iam_binding", ["members"]],
	["google_storage_bucket_access_control", ["entity"]],
	["google_bigquery_dataset", ["access", "special_group"]],
	["google_bigquery_dataset_iam_member", ["member"]],
	["google_bigquery_dataset_iam_binding", ["members"]],
]

seen contains place if {
	some [type, keys] in acls
	some place in terraform.of(type, keys)
}

seen contains place if {
	some place in granted
}

granted contains place if {
	some [type, keys] in members
	some found in terraform.of(type, keys)
	is_string(found.value)
	place := found
}

granted contains place if {
	some [type, keys] in members
	some found in terraform.of(type, keys)
	is_array(found.value)
	some i, value in found.value
	place := say.at(found.name, array.concat(found.path, [i]), value)
}

deny contains say.wrong(place, {"en": "private", "zh": " private"}) if {
	some [type, keys] in acls
	some place in terraform.of(type, keys)
	place.value in public_acls
}

deny contains say.wrong(place, {"en": "accounts of your own", "zh": "自有账号"}) if {
	some place in granted
	place.value in {"allUsers", "allAuthenticatedUsers"}
}
