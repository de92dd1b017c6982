package fiducia.custody_links.triggers_known_test

import data.fiducia.custody_links.triggers_known

document(kind, platform, spec) := {"path": "x.yaml", "index": 0, "content": {"kind": kind, "metadata": {"name": platform, "platform": platform}, "spec": spec}}

found(documents) := {[violation.path[1], array.slice(violation.path, 4, 99)] | some violation in violations} if {
	violations := triggers_known.deny with input as {"documents": documents}
}

log := document("IncidentLog", "p", {"incidents": [{"id": "I1"}]})

test_known_triggers_pass if {
	found([log, document("Governance", "p", {"changes": [{"id": "CR-1"}]}), document("Assessment", "p", {"trigger": "CR-1"})]) == set()
	found([log, document("IncidentLog", "p", {"special_assessments": [{"trigger": "i1"}]})]) == set()
}

test_unknown_triggers_are_denied if {
	every sample in [["IncidentLog", {"special_assessments": [{"trigger": "I2"}]}, ["special_assessments", 0, "trigger"]], ["Assessment", {"trigger": "I2"}, ["trigger"]]] {
		found([log, document(sample[0], "p", sample[1])]) == {[1, sample[2]]}
		found([document(sample[0], "p", sample[1])]) == {[0, sample[2]]}
	}
	found([log, document("Assessment", "q", {"trigger": "I1"})]) == {[1, ["trigger"]]}
}

# Where what is named should be found: document and place.
related(documents) := {[place.path[1], array.slice(place.path, 4, 99)] | some violation in violations; some place in violation.related} if {
	violations := triggers_known.deny with input as {"documents": documents}
}

test_incidents_and_changes_are_shown if {
	related([log, document("Governance", "p", {"changes": [{"id": "CR-1"}]}), document("Assessment", "p", {"trigger": "I2"})]) == {[0, ["incidents"]], [1, ["changes"]]}
}

test_odd_shapes_name_nothing if {
	every value in [null, "", "tbd", 5, {}] {
		found([log, document("Assessment", "p", {"trigger": value}), document("IncidentLog", "p", {"special_assessments": [{"trigger": value}, value]})]) == set()
	}
}
