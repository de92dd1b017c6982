package fiducia.custody_extended.rsk.asm.special_assessment_test

import data.fiducia.custody_extended.rsk.asm.special_assessment

found(documents) := {[violation.check, array.slice(violation.path, 1, 7)] | some violation in violations} if {
	violations := special_assessment.deny with input as {"documents": documents}
}

log(incidents, assessments) := {"kind": "IncidentLog", "content": {
	"metadata": {"platform": "p"},
	"spec": {"incidents": incidents, "special_assessments": assessments},
}}

changes(list) := {"kind": "Governance", "content": {"metadata": {"platform": "p"}, "spec": {"changes": list}}}

incident := {"id": "I1", "grade": "major", "known_at": "2026-08-01T10:00:00+08:00"}

unassessed := {["incidents_assessed", [0, "content", "spec", "incidents", 0, "grade"]]}

test_boundary_of_an_incident if {
	found([log([incident], [{"trigger": "i1", "date": "2026-08-31"}])]) == set()
	found([log([incident], [{"trigger": "I1", "date": "2026-08-01"}])]) == set()
	found([log([incident], [{"trigger": "I1", "date": "2026-09-01"}])]) == unassessed
	found([log([incident], [{"trigger": "I1", "date": "2026-07-31"}])]) == unassessed
	found([log([incident], [])]) == unassessed
	found([log([incident], [{"trigger": "I2", "date": "2026-08-20"}])]) == unassessed
}

test_time_left if {
	found([log([object.union(incident, {"known_at": "2026-10-23"})], [])]) == set()
	found([log([object.union(incident, {"known_at": "2026-10-22"})], [])]) == unassessed
	every moment in [null, "", "in August", 20260801] {
		found([log([object.union(incident, {"known_at": moment})], [])]) == unassessed
		every day in ["2026-08-20", "2026-11-22"] {
			found([log([object.union(incident, {"known_at": moment})], [{"trigger": "I1", "date": day}])]) == set()
		}
		unassessed - found([log([object.union(incident, {"known_at": moment})], [{"trigger": "I1", "date": "2026-11-23"}])]) == set()
	}
}

test_only_minor_grades_need_none if {
	every grade in ["general", "一般", "Minor"] {
		found([log([object.union(incident, {"grade": grade})], [])]) == set()
	}
	every grade in ["relatively_major", "特别重大", "P1", null, 3, ""] {
		found([log([object.union(incident, {"grade": grade})], [])]) == unassessed
	}
	every id in [null, 5, "", "tbd"] {
		found([log([object.union(incident, {"id": id})], [])]) == unassessed
		unassessed - found([log([object.union(incident, {"id": id})], [{"trigger": id, "date": "2026-08-20"}])]) == set()
	}
}

test_major_changes if {
	change := {"id": "CR-1", "major": true, "date": "2026-08-01"}
	path := [1, "content", "spec", "changes", 0, "major"]
	found([log([], [{"trigger": "CR-1", "date": "2026-08-20"}]), changes([change])]) == set()
	found([log([], []), changes([change])]) == {["changes_assessed", path]}
	found([log([], []), changes([object.union(change, {"major": "yes", "date": null})])]) == {["changes_assessed", path]}
	every major in [false, null] {
		found([log([], []), changes([object.union(change, {"major": major})])]) == set()
	}
	found([log([], []), changes([object.union(change, {"date": "2026-10-23"})])]) == set()
	found([changes([change, "CR-2"])]) == {["changes_assessed", [0, "content", "spec", "changes", 0, "major"]]}
}

test_assessment_of_another_platform_does_not_count if {
	other := {"kind": "IncidentLog", "content": {"metadata": {"platform": "q"}, "spec": {"incidents": [], "special_assessments": [{"trigger": "I1", "date": "2026-08-20"}]}}}
	found([log([incident], []), other]) == unassessed
	same := {"kind": "IncidentLog", "content": {"metadata": {"platform": "p"}, "spec": other.content.spec}}
	found([log([incident], []), same]) == set()
}

test_assessments_stand_in_the_log if {
	elsewhere := {"kind": "Governance", "content": {"metadata": {"platform": "p"}, "spec": {"special_assessments": [{"trigger": "I1", "date": "2026-08-31"}, {}]}}}
	found([log([incident], []), elsewhere]) == unassessed
}

test_lists_are_needed if {
	every list in [null, "none", {}] {
		found([log(list, [])]) == {["lists", [0, "content", "spec", "incidents"]]}
		found([log([], list)]) == {["lists", [0, "content", "spec", "special_assessments"]]}
	}
	found([log(["I1"], ["I1"])]) == {["lists", [0, "content", "spec", "incidents", 0]], ["lists", [0, "content", "spec", "special_assessments", 0]]}
	found([{"kind": "IncidentLog", "content": null}]) == {["lists", [0, "content", "spec", key]] | some key in ["incidents", "special_assessments"]}
}

of(platform, spec) := {"kind": "IncidentLog", "content": {"metadata": {"platform": platform}, "spec": spec}}

test_a_log_may_be_spread_over_documents if {
	found([of("p", {"incidents": []}), of("p", {"special_assessments": []})]) == set()
	found([of("p", {"incidents": []}), of("p", {}), of("q", {"special_assessments": []})]) == {
		["lists", [0, "content", "spec", "special_assessments"]],
		["lists", [2, "content", "spec", "incidents"]],
	}
	found([of("p", {"incidents": [], "special_assessments": "none"}), of("p", {"special_assessments": []})]) == {["lists", [0, "content", "spec", "special_assessments"]]}
	found([of("p", {"incidents": [incident]}), of("p", {"special_assessments": [{"trigger": "I1", "date": "2026-08-31"}]})]) == set()
}

test_assessments_must_be_readable if {
	every date in [null, "soon", "2026-11-23", 20260820] {
		found([log([], [{"trigger": "I1", "date": date}])]) == {["assessments_readable", [0, "content", "spec", "special_assessments", 0, "date"]]}
	}
	every trigger in [null, "", "tbd", 5] {
		found([log([], [{"trigger": trigger, "date": "2026-08-20"}])]) == {["assessments_readable", [0, "content", "spec", "special_assessments", 0, "trigger"]]}
	}
}

said(documents) := {violation.msg.en | some violation in violations} if {
	violations := special_assessment.deny with input as {"documents": documents}
}

test_messages_name_what_is_not_assessed if {
	some violation in special_assessment.deny with input as {"documents": [log([incident], [{}])]}
	violation.check == "incidents_assessed"
	violation.path == ["documents", 0, "content", "spec", "incidents", 0, "grade"]
	violation.expected.en == "a special assessment within 30 days"
	some unread in special_assessment.deny with input as {"documents": [log([], [{"trigger": "I1"}])]}
	unread.path == ["documents", 0, "content", "spec", "special_assessments", 0, "date"]
	said([log([incident], [])]) == {"incident \"I1\": no special assessment within 30 days"}
	said([log([], []), changes([{"id": "CR-1", "major": true, "date": "2026-08-01"}])]) == {"change \"CR-1\": no special assessment within 30 days"}
	said([log([], [{"trigger": "I1", "date": "soon"}])]) == {"special assessment \"I1\": `date` is \"soon\"; it must be a date that has come (YYYY-MM-DD)"}
}
