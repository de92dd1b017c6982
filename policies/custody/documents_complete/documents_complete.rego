# METADATA
# scope: package
# title: Every platform has the documents of its profile
# description: >-
#   A control can only judge what is there: a document that was deleted, or that never was, fails none of them. Every Platform
#   must have at least one document of each kind that the controls of its profile read, of `apiVersion: fiducia/v1` and with
#   the platform's name in `metadata.platform`. Where the profile is missing or unknown, the longest list counts.
# custom:
#   id: DOC-01
#   severity: high
#   profiles: [all]
#   mitigable: true
#   threshold_basis: house
#   applies_to: [Platform]
#   checks:
#     document_there: {implements: [], params: [documents_of_profile]}
#   remediation: Write the missing document, check the folder that it lies in, or correct the platform that an existing one names.
#   zh:
#     title: 每个平台具备其类型所需的文档
#     description: >-
#       没有文档，控制项就无从检查：被删除或从未编写的文档不会使任何控制项不通过。每个平台须具备其机构类型所适用控制项读取的各类文档，
#       `apiVersion` 为 fiducia/v1，并以 `metadata.platform` 指明该平台。类型缺失或未知时，按最长的清单检查。
#     remediation: 补齐缺失的文档，将其所在目录纳入检查，或更正现有文档所指明的平台。
package fiducia.custody.documents_complete

import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

deny contains {
	"msg": {
		"en": sprintf("platform \"%s\" has no document of the kind %s", [name, kind]),
		"zh": sprintf("平台“%s”没有 %s 文档", [name, kind]),
	},
	"path": ["metadata", "name"],
	"expected": {
		"en": sprintf("a document of the kind %s for this platform", [kind]),
		"zh": sprintf("该平台的 %s 文档", [kind]),
	},
	"check": "document_there",
} if {
	# One without a name is left to the schema.
	text.filled(name)
	some kind in needed
	not kind in present
}

name := shape.get(shape.get(input, "metadata"), "name")

needed := object.get(data.fiducia.params.documents_of_profile, known_profile, data.fiducia.params.documents_of_profile.any)

known_profile := profile.name if shape.text(profile.name)

known_profile := "any" if not shape.text(profile.name)

present := {kind | some kind in shape.items(object.get(data.fiducia.kinds, name, []))}
