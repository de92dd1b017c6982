# METADATA
# scope: package
# title: File systems and queues are encrypted
# description: Shared files, streams and messages hold the same data as the database that they come from.
# custom:
#   id: INF-ENC-03
#   severity: high
#   control: TEC-ENC-03
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Switch encryption on and name a key.
#   zh:
#     title: 文件系统与消息队列须加密
#     description: 共享文件、数据流与消息中的数据与其来源数据库同样敏感。
#     remediation: 启用加密并指定密钥。
package fiducia.infra.enc.file_system

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "aws_efs_file_system", "keys": ["encrypted"], "default": false, "bad": {"false"}},
	{"type": "aws_kinesis_stream", "keys": ["encryption_type"], "default": "NONE", "bad": {"none"}},
	{"type": "aws_kinesis_firehose_delivery_stream", "keys": ["server_side_encryption", "enabled"], "default": true, "bad": {"false"}},
	{"type": "alicloud_nas_file_system", "keys": ["encrypt_type"], "default": 1, "bad": {"0"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.wrong(place, {"en": "true", "zh": " true"}) if {
	some place in seen
	settings.bad(place)
}
