# METADATA
# scope: package
# title: Blocks against public access are not opened
# description: The switches that keep a store from ever becoming public are off.
# custom:
#   id: INF-NET-05
#   severity: medium
#   control: TEC-IDS-02
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set every switch of the block to true, and public access of the account to false.
#   zh:
#     title: 不得关闭防公开访问的保护开关
#     description: 防止存储被公开的保护开关处于关闭状态。
#     remediation: 将各保护开关设为 true，并关闭存储账户的公开访问。
package fiducia.infra.net.public_access_block

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

blocks := [{"type": type, "keys": [key], "default": false} |
	some type in ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"]
	some key in ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]
]

opened := [
	{"type": "azurerm_storage_account", "keys": ["allow_nested_items_to_be_public"], "default": null},
	{"type": "azurerm_storage_account", "keys": ["allow_blob_public_access"], "default": null},
]

seen contains place if {
	some place in terraform.settings(blocks)
}

seen contains place if {
	some place in terraform.settings(opened)
	not place.missing
}

deny contains say.wrong(place, {"en": "true", "zh": " true"}) if {
	some place in terraform.settings(blocks)
	terraform.is_off(place)
}

deny contains say.wrong(place, {"en": "false", "zh": " false"}) if {
	some place in terraform.settings(opened)
	terraform.is_on(place)
}
