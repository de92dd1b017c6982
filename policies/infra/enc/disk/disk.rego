# METADATA
# scope: package
# title: Disks are encrypted
# description: What a disk holds is readable to whoever gets the disk, a copy or a snapshot of it.
# custom:
#   id: INF-ENC-01
#   severity: high
#   control: TEC-ENC-03
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set `encrypted = true` with a key of your own.
#   zh:
#     title: 磁盘须加密
#     description: 未加密的磁盘，其内容对任何取得磁盘、副本或快照的人可读。
#     remediation: 设置 `encrypted = true` 并使用自有密钥。
package fiducia.infra.enc.disk

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "aws_ebs_volume", "keys": ["encrypted"], "default": true, "bad": {"false"}},
	{"type": "aws_instance", "keys": ["root_block_device", "encrypted"], "default": true, "bad": {"false"}},
	{"type": "aws_instance", "keys": ["ebs_block_device", "encrypted"], "default": true, "bad": {"false"}},
	{"type": "aws_launch_template", "keys": ["block_device_mappings", "ebs", "encrypted"], "default": true, "bad": {"false"}},
	{"type": "aws_ebs_encryption_by_default", "keys": ["enabled"], "default": true, "bad": {"false"}},
	{"type": "azurerm_managed_disk", "keys": ["encryption_settings", "enabled"], "default": true, "bad": {"false"}},
	{"type": "alicloud_disk", "keys": ["encrypted"], "default": true, "bad": {"false"}},
	{"type": "alicloud_ecs_disk", "keys": ["encrypted"], "default": true, "bad": {"false"}},
	{"type": "alicloud_instance", "keys": ["system_disk_encrypted"], "default": true, "bad": {"false"}},
	{"type": "alicloud_instance", "keys": ["data_disks", "encrypted"], "default": true, "bad": {"false"}},
	{"type": "tencentcloud_cbs_storage", "keys": ["encrypt"], "default": true, "bad": {"false"}},
	{"type": "tencentcloud_instance", "keys": ["data_disks", "encrypt"], "default": true, "bad": {"false"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.wrong(place, {"en": "true", "zh": " true"}) if {
	some place in seen
	settings.bad(place)
}
