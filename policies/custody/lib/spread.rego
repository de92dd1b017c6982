# METADATA
# scope: package
# title: Kinds that a platform spreads over several documents
# description: >-
#   A control over the whole project sees every document as it is written. There, too, the documents of one kind that
#   name one platform belong together: what one of them leaves out another may say, and what none of them says is missed
#   once, in the first.
package fiducia.custody.lib.spread

import data.fiducia.custody.lib.shape

# The documents of a kind in which a section is looked for, by their numbers: those that have it, and the first one of
# each platform that has it nowhere.
holders(kind, section) := {d: input.documents[d].content | some d in having | lacking} if {
	owners := {d: owner(d, document) | some d, document in input.documents; document.kind == kind}
	having := {d | some d, _ in owners; not is_null(shape.get(shape.get(input.documents[d].content, "spec"), section))}
	answered := {owners[d] | some d in having}
	unanswered := {platform | some platform in owners} - answered
	lacking := {min({d | some d, name in owners; name == platform}) | some platform in unanswered}
}

# What the documents that belong together with one of a kind say in a section; null where none says anything.
said(kind, section, d) := {shape.get(shape.get(content, "spec"), section) |
	some e, content in holders(kind, section)
	owner(e, input.documents[e]) == owner(d, input.documents[d])
}

# What tells apart the platforms that documents belong to: one that names none stands alone.
owner(d, document) := platform_or(d, shape.get(shape.get(document.content, "metadata"), "platform"))

platform_or(_, name) := name if shape.text(name)

platform_or(d, name) := d if not shape.text(name)
