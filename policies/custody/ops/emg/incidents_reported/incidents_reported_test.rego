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

test_moment_of_knowledge_is_pointed_at_too if {
	every moment in ["2026-08-01T14:01", "2026-08-01T09:59", "2026-08-01T11:00Z", "2026-08-02T11:00Z", "2026-08-01T01:00Z"] {
		violations := incidents_reported.deny with input as {"spec": {"incidents": [object.union(incident, {"reported_at": moment})]}}
		count(violations) == 1
		[related | some violation in violations; some related in violation.related] == [{"msg": {"en": "known from here on", "zh": "自此知悉"}, "path": ["spec", "incidents", 0, "known_at"]}]
	}
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
	every moment in ["2026-08-03T10:00", "2026-08-01T09:59", "2026-08-01T11:00Z"] {
		changed({"grade": "General", "reported_at": moment}, ordinary) == set()
	}
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
	checks := {"grade": "grade", "known_at": "reported_in_time", "reported_at": "reported_in_time", "root_cause": "lessons", "lessons": "lessons"}
	found([{}], ordinary) == {[check, ["spec", "incidents", 0, key]] | some key, check in checks}
}

test_hours_are_parameters if {
	every platform, moments in {ordinary: {"10:30": set(), "10:31": late}, critical: {"10:06": set(), "10:07": late}} {
		every time, expected in moments {
			violations := incidents_reported.deny with input as {"metadata": {"platform": "p"}, "spec": {"incidents": [object.union(incident, {"reported_at": sprintf("2026-08-01T%s", [time])})]}}
				with data.fiducia.platforms as {"p": platform}
				with data.fiducia.params.incident_report_hours as 0.5
				with data.fiducia.params.incident_report_hours_cii as 0.1
			{[violation.check, array.slice(violation.path, 3, 4)] | some violation in violations} == expected
		}
	}
}

test_grades_are_parameters if {
	every grade, expected in {"minor": set(), "Severe": {"reported_in_time"}, "general": {"grade", "reported_in_time"}} {
		violations := incidents_reported.deny with input as {"spec": {"incidents": [object.union(incident, {"grade": grade, "reported_at": null})]}}
			with data.fiducia.params.incident_grades as ["minor", "severe"]
			with data.fiducia.params.incident_report_from_grade as "severe"
		{violation.check | some violation in violations} == expected
	}
}

test_unknown_reporting_grade_exempts_nobody if {
	violations := incidents_reported.deny with input as {"spec": {"incidents": [object.union(incident, {"grade": "general", "reported_at": null})]}}
		with data.fiducia.params.incident_report_from_grade as "severe"
	{violation.check | some violation in violations} == {"reported_in_time"}
}

test_document_without_a_spec_lacks_the_list if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := incidents_reported.deny with input as document
		count(violations) == 1
	}
}
