# METADATA
# scope: package
# title: Documents of a project together
# description: >-
#   Terraform is read by folder, where resources that complete each other may stand in several files; documents of the custody packs
#   are read by kind.
package fiducia.infra.lib.project

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say

# The documents of a format.
of_format(format) := [document | some document in numbered; document.format == format]

numbered := [object.union(document, {"number": number, "folder": folder(document.path)}) | some number, document in input.documents]

folder(path) := concat("/", array.slice(steps, 0, count(steps) - 1)) if steps := split(path, "/")

# The resources of a type in all files of Terraform.
resources(type) := [object.union(place, {"folder": document.folder, "label": name}) |
	some document in of_format("hcl2")
	some name, bodies in document.content.resource[type]
	some i, body in bodies
	is_object(body)
	place := say.at(sprintf("%s.%s", [type, name]), ["documents", document.number, "content", "resource", type, name, i], body)
]

# A resource that completes another one of its folder: it names it, or may.
completes(resource, other, key) if {
	other.folder == resource.folder
	value := sprintf("%v", [object.get(other.value, key, "")])
	contains(value, sprintf("%s.", [resource.name]))
}

completes(resource, other, key) if {
	other.folder == resource.folder
	object.get(other.value, key, "") == object.get(resource.value, key, null)
}

# One that may be about any resource of the folder: which is decided elsewhere.
may_complete(resource, other, key) if {
	other.folder == resource.folder
	value := object.get(other.value, key, "")
	known.unknown(value)
	not regex.match(`\$\{aws_s3_bucket\.[A-Za-z0-9_-]+\.(id|bucket|arn)\}`, value)
}

# The documents of a kind of the custody packs.
declared(kind) := [document |
	some document in numbered
	document.content.kind == kind
	startswith(document.content.apiVersion, "fiducia/")
]
