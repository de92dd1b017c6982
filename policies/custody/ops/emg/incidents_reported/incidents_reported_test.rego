package fiducia.custody.ops.emg.incidents_reported_test

import data.fiducia.custody.ops.emg.incidents_reported

found(incidents, platform) := {[violation.check, violation.path] | some violation in violations} if {
	violations := incidents_reported.deny with input as {"kind": "IncidentLog", "metadata": {"platform": "p"}, "spec": {"incidents": incidents}}
		with data.fiducia.platforms as {"p": platform}
}

ordinary := {"profile": "cn_payment_institution", "cii": false}

critical := {"profile": "cn_payment_institution", "cii": true}

incident := {"id": "I1", "grade": "relatively_major", "known_at": "2026-08-01T10:00", "reported_at": "2026-08-01T11:00", "root_cause": "x", "lessons": ["y"]}

changed(change, platform) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found([object.union(incident, change)], platform)}

late := {["reported_in_time", ["reported_at"]]}

test_boundary_of_an_ordinary_operator if {
	changed({"reported_at": "2026-08-01T10:00"}, ordinary) == set()
	changed({"reported_at": "2026-08-01T14:00"}, ordinary) == set()
	changed({"reported_at": "2026-08-01T14:00:01"}, ordinary) == late
	changed({"reported_at": "2026-08-03T10:00"}, ordinary) == late
}

test_boundary_of_critical_infrastructure if {
	changed({"reported_at": "2026-08-01T11:00:00"}, critical) == set()
	changed({"reported_at": "2026-08-01T11:01"}, critical) == late
}

test_zones_are_taken_into_account if {
	changed({"known_at": "2026-08-01T10:00+08:00", "reported_at": "2026-08-01T06:00Z"}, ordinary) == set()
	changed({"known_at": "2026-08-01T10:00+08:00", "reported_at": "2026-08-01T06:01Z"}, ordinary) == late
	changed({"known_at": "2026-08-01T10:00+08:00"}, ordinary) == late
	changed({"reported_at": "2026-08-01T10:00Z"}, ordinary) == late
}

test_report_before_knowledge_is_denied if changed({"reported_at": "2026-08-01T09:59"}, ordinary) == late

test_unreadable_moments_are_denied if {
	every value in [null, "", "2026-08-01", "yesterday", 20260801, true, ["2026-08-01T10:00"]] {
		changed({"reported_at": value}, ordinary) == late
		changed({"known_at": value}, ordinary) == {["reported_in_time", ["known_at"]]}
	}
}

test_grades_from_which_a_report_is_due if {
	every grade in ["Relatively-Major", "major", "extremely_major"] {
		changed({"grade": grade, "reported_at": null}, ordinary) == late
	}
	changed({"grade": "general", "reported_at": null, "known_at": null}, ordinary) == set()
}

test_unknown_grade_is_denied_and_counts_as_high if {
	every grade in [null, "", "minor", "一般", 4, true, ["general"]] {
		changed({"grade": grade, "reported_at": null}, ordinary) == late | {["grade", ["grade"]]}
	}
}

test_lessons_are_needed if {
	every value in [null, "", "待定", [], {}, 5, true] {
		changed({"root_cause": value}, ordinary) == {["lessons", ["root_cause"]]}
		changed({"lessons": value}, ordinary) == {["lessons", ["lessons"]]}
	}
}

test_list_is_needed if {
	every incidents in [null, "none", {"I1": {}}, 0] {
		found(incidents, ordinary) == {["incidents_listed", ["spec", "incidents"]]}
	}
	found([], ordinary) == set()
	found(["I1"], ordinary) == {["incidents_listed", ["spec", "incidents", 0]]}
	count(found([{}], ordinary)) == 5
}
