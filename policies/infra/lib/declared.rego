# METADATA
# scope: package
# title: Declarations beside real files
# description: >-
#   What the documents of a platform declare, and the real files that they are about. Where a project has several platforms, a file
#   belongs to the one whose declarations stand nearest in the tree of folders, and to none where two are as near. Files in folders for
#   tests, examples and development are not the platform's, unless its declarations are there too.
package fiducia.infra.lib.declared

# The documents of the product's own kinds: {number, path, kind, platform, spec}.
declarations := [{"number": number, "path": document.path, "kind": content.kind, "platform": platform(content), "spec": content.spec} |
	some number, document in input.documents
	content := document.content
	own(content)
	is_object(content.spec)
]

own(content) if startswith(content.apiVersion, "fiducia/")

platform(content) := content.metadata.name if content.kind == "Platform"

platform(content) := content.metadata.platform if content.kind != "Platform"

# The declarations of a kind.
of(kind) := [declaration | some declaration in declarations; declaration.kind == kind]

# A place below the spec of a declaration.
place(declaration, keys, value) := {
	"platform": declaration.platform,
	"path": array.concat(["documents", declaration.number, "content", "spec"], keys),
	"value": value,
}

# The entries of a list in a declaration, as places.
entries(declaration, keys) := [place(declaration, array.concat(keys, [i]), entry) |
	some i, entry in object.get(declaration.spec, keys, [])
	is_object(entry)
]

# What stands in an entry.
within(entry, keys, value) := {"platform": entry.platform, "path": array.concat(entry.path, keys), "value": value}

platforms := {declaration.platform | some declaration in declarations}

# The real files: {number, content, platform}.
real := [{"number": number, "content": viewed(document), "platform": owner} |
	some number, document in input.documents
	not own(document.content)
	steps := split(document.path, "/")
	owner := nearest(steps)
	not beside(steps, owner)
]

# A document as rules read it by itself: with what its names stand for, where that is known.
viewed(document) := object.union(document.content, {"resolved": document.resolved}) if document.resolved

viewed(document) := document.content if not document.resolved

nearest(_) := owner if {
	count(platforms) == 1
	some owner in platforms
}

nearest(steps) := owner if {
	count(platforms) > 1
	near := max({depth | some owner, _ in folders; depth := shared(steps, owner)})
	owners := {owner | some owner, _ in folders; shared(steps, owner) == near}
	count(owners) == 1
	some owner in owners
}

# The folders that hold the declarations of each platform.
folders[declaration.platform] contains steps if {
	some declaration in declarations
	steps := split(declaration.path, "/")
}

# How many steps a path has in common with the declarations of a platform.
shared(steps, owner) := max({common(steps, other) | some other in folders[owner]})

common(a, b) := min({i | some i, step in a; different(step, i, b)})

different(_, i, b) if i >= count(b)

different(step, i, b) if step != b[i]

different(_, i, b) if i == count(b) - 1

# A file for tests, examples or development, judged by the folders that the declarations are not in.
beside(steps, owner) if {
	some step in array.slice(steps, shared(steps, owner), count(steps))
	regex.match(`(?i)^(e2e|tests?|testdata|fixtures?|mocks?|examples?|samples?|demo|dev|develop|development|local|sandbox|sit|uat|qa|staging)$`, step)
}

# A place of a real file, as a place of the project.
at(document, found) := object.union(found, {"path": array.concat(["documents", document.number, "content"], found.path)})

# Two names that mean the same, however their words are joined.
same(a, b) if {
	plain(a) == plain(b)
	plain(a) != ""
}

plain(name) := regex.replace(lower(sprintf("%v", [name])), `[\s_.-]+`, "")

# The declarations that a real place is about: those of its name, or all of them.
about(found, all) := [one | some one in all; some name in found.names; same(one.name, name)] if named(found, all)

about(found, all) := all if not named(found, all)

named(found, all) if {
	some one in all
	some name in found.names
	same(one.name, name)
}

# The names of a resource of Terraform: its label, and what it is called in its cloud.
names(found, resource) := {split(found.name, ".")[1]} | {name |
	some key in ["name", "identifier", "cluster_identifier", "instance_name", "db_instance_id", "logstore_name", "topic_name", "group_name", "description", "alias"]
	name := resource.value[key]
	is_string(name)
}

# A contradiction: what is real, the words for both sides, and where the other side stands.
contradiction(found, words, wanted, declarations_) := {
	"msg": {"en": sprintf("%s: %s", [found.name, words.en]), "zh": sprintf("%s：%s", [found.name, words.zh])},
	"path": found.path,
	"related": [{"msg": {"en": "declared here", "zh": "此处声明"}, "path": path} | some path in array.slice(sort({one.path | some one in declarations_}), 0, 3)],
	"expected": wanted,
}
