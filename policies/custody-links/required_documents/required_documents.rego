# METADATA
# scope: package
# title: Every platform has its documents
# description: >-
#   A control can only judge what is there. Every Platform must have at least one document of each kind that the core
#   controls read: plans for emergencies, the custody arrangement, the risk register and the others, each naming it in
#   `metadata.platform`.
# custom:
#   id: LNK-01
#   severity: high
#   input: project
#   applies_to: [Platform]
#   threshold_basis: house
#   remediation: Write the missing document, or correct the platform that an existing one names.
#   zh:
#     title: 每个平台的文档齐备
#     description: 没有文档，控制项就无从检查。每个平台须具备核心控制项所读取的各类文档（应急预案、存管安排、风险登记册等），并以 `metadata.platform` 指明所属平台。
#     remediation: 补齐缺失的文档，或更正现有文档所指明的平台。
package fiducia.custody_links.required_documents

import data.fiducia.custody.lib.text
import data.fiducia.custody_links.lib.project

deny contains {
	"msg": {
		"en": sprintf("platform \"%s\" has no document of the kind %s", [platform.value, kind]),
		"zh": sprintf("平台“%s”没有 %s 文档", [platform.value, kind]),
	},
	"path": platform.path,
	"expected": {"en": sprintf("a document of the kind %s for this platform", [kind]), "zh": sprintf("该平台的 %s 文档", [kind])},
} if {
	some platform in platforms
	some kind in data.fiducia.params.required_kinds
	not [platform.value, kind] in present
}

platforms := [{"value": document.platform, "path": array.concat(document.path, ["metadata", "name"])} |
	some document in project.documents
	document.kind == "Platform"
	text.filled(document.platform)
]

present := {[document.platform, document.kind] | some document in project.documents}
