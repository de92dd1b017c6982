# METADATA
# scope: package
# title: Every document belongs to a platform that exists
# description: >-
#   What a document belongs to decides which duties apply to it. Every document but a WaiverList must name in
#   `metadata.platform` a platform that a Platform document describes, and no platform may be described twice, because
#   only one description can count.
# custom:
#   id: LNK-02
#   severity: high
#   input: project
#   applies_to: [{apiVersion: "fiducia/*"}]
#   threshold_basis: house
#   remediation: >-
#     Correct the name of the platform, or add its Platform document; merge two descriptions of one platform into one.
#   zh:
#     title: 文档所属平台须存在
#     description: >-
#       文档所属的平台决定其适用的义务。除 WaiverList 外，每份文档须以 `metadata.platform` 指明由 Platform 文档描述的平台；同一平台不得重复描述，因为只有一份描述能够生效。
#     remediation: 更正平台名称或补充 Platform 文档；将同一平台的两份描述合并为一份。
package fiducia.custody_links.platforms_known

import data.fiducia.custody.lib.text
import data.fiducia.custody_links.lib.project

deny contains {
	"msg": {
		"en": sprintf("`metadata.%s` %s; every document belongs to a platform", [key, state.en]),
		"zh": sprintf("`metadata.%s` %s，每份文档均须指明所属平台", [key, state.zh]),
	},
	"path": array.concat(document.path, ["metadata", key]),
	"expected": {"en": "platform", "zh": "平台"},
} if {
	some document in members
	not text.filled(document.platform)
	key := project.owner_key(document.kind)
	state := text.state(document.platform)
}

deny contains {
	"msg": {
		"en": sprintf("there is no Platform document for \"%s\"", [document.platform]),
		"zh": sprintf("没有描述“%s”的 Platform 文档", [document.platform]),
	},
	"path": array.concat(document.path, ["metadata", "platform"]),
	"expected": {"en": "a platform that is described", "zh": "已有 Platform 文档的平台"},
} if {
	some document in members
	text.filled(document.platform)
	not document.platform in described
}

deny contains {
	"msg": {
		"en": sprintf("platform \"%s\" is described twice, and only one description can count", [second.platform]),
		"zh": sprintf("平台“%s”被重复描述，只有一份描述能够生效", [second.platform]),
	},
	"path": array.concat(second.path, ["metadata", "name"]),
	"related": [{"msg": {"en": "described here as well", "zh": "此处亦有描述"}, "path": array.concat(first.path, ["metadata", "name"])}],
	"expected": {"en": "another name", "zh": "其他名称"},
} if {
	some second in platforms
	some first in platforms
	first.platform == second.platform
	first.path[1] < second.path[1]
}

members := [document |
	some document in project.documents
	text.filled(document.kind)
	document.kind != "WaiverList"
	is_string(document.value.apiVersion)
	startswith(document.value.apiVersion, "fiducia/")
]

platforms := [document | some document in members; document.kind == "Platform"; text.filled(document.platform)]

described := {platform.platform | some platform in platforms}
