package fiducia.custody_links.systems_known_test

import data.fiducia.custody_links.systems_known

document(kind, platform, spec) := {"path": "x.yaml", "index": 0, "content": {"kind": kind, "metadata": {"name": platform, "platform": platform}, "spec": spec}}

found(documents) := {[violation.path[1], array.slice(violation.path, 4, 99)] | some violation in violations} if {
	violations := systems_known.deny with input as {"documents": documents}
}

platform := document("Platform", "p", {"systems": ["payment-core", "wallet"]})

test_known_systems_pass if {
	found([
		platform,
		document("EmergencyPlan", "p", {"plans": [{"systems": ["Payment_Core"]}]}),
		document("Governance", "p", {"assets": [{"system": "wallet"}], "releases": [{"system": "wallet"}, {}]}),
	]) == set()
	found([]) == set()
}

test_each_place_is_read if {
	every sample in [
		["EmergencyPlan", {"plans": [{"systems": ["wallet", "ghost"]}]}, ["plans", 0, "systems", 1]],
		["IncidentLog", {"incidents": [{}, {"systems": ["ghost"]}]}, ["incidents", 1, "systems", 0]],
		["Governance", {"suppliers": [{"systems": ["ghost"]}]}, ["suppliers", 0, "systems", 0]],
		["Governance", {"assets": [{"system": "ghost"}]}, ["assets", 0, "system"]],
		["Governance", {"releases": [{"system": "ghost"}]}, ["releases", 0, "system"]],
		["Roadmap", {"technologies": [{"systems": ["ghost"]}]}, ["technologies", 0, "systems", 0]],
		["Assessment", {"scope": {"systems": ["ghost"]}}, ["scope", "systems", 0]],
	] {
		found([platform, document(sample[0], "p", sample[1])]) == {[1, sample[2]]}
	}
}

test_systems_of_another_platform_do_not_count if {
	found([platform, document("Platform", "q", {"systems": ["ledger"]}), document("IncidentLog", "p", {"incidents": [{"systems": ["ledger"]}]})]) == {[2, ["incidents", 0, "systems", 0]]}
}

test_platform_without_systems_has_none if {
	every systems in [null, [], {"wallet": 1}] {
		found([document("Platform", "p", {"systems": systems}), document("IncidentLog", "p", {"incidents": [{"systems": ["wallet"]}]})]) == {[1, ["incidents", 0, "systems", 0]]}
	}
}

# Where what is named should be found: document and place.
related(documents) := {[place.path[1], array.slice(place.path, 4, 99)] | some violation in violations; some place in violation.related} if {
	violations := systems_known.deny with input as {"documents": documents}
}

test_the_list_of_systems_is_shown if {
	ghost := document("IncidentLog", "p", {"incidents": [{"systems": ["ghost"]}]})
	related([platform, ghost, document("Platform", "q", {"systems": ["ghost"]})]) == {[0, ["systems"]]}
	related([document("Platform", "p", {}), ghost]) == set()
}
