package fiducia.custody_links.platforms_known_test

import data.fiducia.custody_links.platforms_known

document(kind, platform, spec) := {"path": "x.yaml", "index": 0, "content": {"kind": kind, "metadata": {"name": platform, "platform": platform}, "spec": spec}}

found(documents) := {[violation.path[1], array.slice(violation.path, 4, 99)] | some violation in violations} if {
	violations := platforms_known.deny with input as {"documents": documents}
}

of(kind, platform) := object.union(document(kind, platform, {}), {"content": object.union(document(kind, platform, {}).content, {"apiVersion": "fiducia/v1"})})

at(documents) := {array.slice(path, 1, 99) | some path in paths} if {
	violations := platforms_known.deny with input as {"documents": documents}
	paths := {violation.path | some violation in violations}
}

test_known_platforms_pass if {
	at([of("Platform", "p"), of("Governance", "p"), of("WaiverList", null)]) == set()
	at([of("Platform", "p"), of("Platform", "q"), of("Governance", "q")]) == set()
	at([]) == set()
}

test_unknown_platform_is_denied if {
	at([of("Platform", "p"), of("Governance", "q")]) == {[1, "content", "metadata", "platform"]}
	at([of("Governance", "p")]) == {[0, "content", "metadata", "platform"]}
	at([of("Platform", "p"), of("Governance", "P")]) == {[1, "content", "metadata", "platform"]}
}

test_platform_must_be_named if {
	every platform in [null, "", 5, ["p"], "待定"] {
		at([of("Platform", "p"), of("Governance", platform)]) == {[1, "content", "metadata", "platform"]}
		at([of("Platform", platform)]) == {[0, "content", "metadata", "name"]}
	}
	at([{"content": {"apiVersion": "fiducia/v1", "kind": "Governance"}}]) == {[0, "content", "metadata", "platform"]}
}

test_platform_described_twice_is_denied if {
	at([of("Platform", "p"), of("Governance", "p"), of("Platform", "p")]) == {[2, "content", "metadata", "name"]}
}

test_documents_of_others_are_left_alone if {
	at([{"content": {"apiVersion": "apps/v1", "kind": "Deployment"}}, {"content": []}, {"content": {"kind": "Governance"}}]) == set()
}
