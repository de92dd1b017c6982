package fiducia.custody_links.lib.project_test

import data.fiducia.custody_links.lib.project

document(kind, platform, spec) := {"path": "x.yaml", "index": 0, "content": {"kind": kind, "metadata": {"name": platform, "platform": platform}, "spec": spec}}

shelf := {"documents": [
	document("Platform", "p", {}),
	document("Shelf", "p", {"boxes": [{"id": "b1", "tags": ["red", 5, "tbd"]}, {"id": "b2", "tags": "blue"}, "odd"]}),
	document("Shelf", "q", {"boxes": {"id": "b1"}}),
	{"path": "y.yaml", "index": 0, "content": {"kind": "Shelf", "metadata": null, "spec": null}},
	{"path": "z.yaml", "index": 0, "content": ["odd"]},
]}

test_documents_and_their_platforms if {
	found := project.documents with input as shelf
	[[one.kind, one.platform] | some one in found] == [["Platform", "p"], ["Shelf", "p"], ["Shelf", "q"], ["Shelf", null], [null, null]]
	none := project.documents with input as {"documents": []}
	none == []
}

test_entries_and_mentions if {
	boxes := project.entries("Shelf", "boxes") with input as shelf
	[box.path | some box in boxes] == [
		["documents", 1, "content", "spec", "boxes", 0],
		["documents", 1, "content", "spec", "boxes", 1],
		["documents", 1, "content", "spec", "boxes", 2],
	]
	{[mention.path[6], mention.value] | some mention in project.mentions(boxes, "id")} == {["id", "b1"], ["id", "b2"]}
	{[mention.path, mention.value] | some mention in project.mentions(boxes, "tags")} == {
		[["documents", 1, "content", "spec", "boxes", 0, "tags", 0], "red"],
		[["documents", 1, "content", "spec", "boxes", 1, "tags"], "blue"],
	}
	project.names(project.mentions(boxes, "id")) == {["p", "b1"], ["p", "b2"]}
}

test_keys if {
	found := project.keys([{"platform": "p", "path": ["a"], "value": {"li": 1, "": 2}}, {"platform": "p", "path": ["b"], "value": [1]}])
	found == [{"platform": "p", "path": ["a", "li"], "value": "li"}]
}

named(platform, name) := {"platform": platform, "path": [platform, name], "value": name}

test_strangers if {
	noun := {"en": "box", "zh": "箱子"}
	home := {"en": "the shelf", "zh": "货架"}
	homes := [{"platform": "p", "path": ["shelf"], "value": []}, {"platform": "q", "path": ["other"], "value": []}]
	found := project.strangers([named("p", "B-1"), named("p", "b2"), named("q", "b1")], [named("p", "b_1")], noun, home, homes)
	{[violation.path, violation.related[0].path] | some violation in found} == {[["p", "b2"], ["shelf"]], [["q", "b1"], ["other"]]}
	{violation.related[0].msg.zh | some violation in found} == {"货架"}
	{violation.expected.en | some violation in found} == {"an existing box"}
	{violation.msg.en | some violation in found} == {"box \"b2\" is named here, but not in the shelf", "box \"b1\" is named here, but not in the shelf"}
}
