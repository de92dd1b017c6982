package fiducia.custody.ops.edu.complaint_handling_test

import data.fiducia.custody.ops.edu.complaint_handling

found(complaints) := {[violation.check, violation.path] | some violation in violations} if {
	violations := complaint_handling.deny with input as {"kind": "UserEducation", "spec": {"complaints": complaints}}
}

channel := ["channel", ["spec", "complaints", "channel"]]

days := ["handling_time", ["spec", "complaints", "close_days_p95"]]

test_boundary_of_the_handling_time if {
	found({"channel": "400-000-0000", "close_days_p95": 15}) == set()
	found({"channel": "400-000-0000", "close_days_p95": 0}) == set()
	found({"channel": "400-000-0000", "close_days_p95": 15.5}) == {days}
}

test_unreadable_handling_time_is_denied if {
	every value in [null, "9", -1, true, [9]] {
		found({"channel": "400-000-0000", "close_days_p95": value}) == {days}
	}
}

test_channel_is_needed if {
	every value in [null, "", "待定", 4000000000, true, ["400"]] {
		found({"channel": value, "close_days_p95": 9}) == {channel}
	}
}

test_section_is_needed if {
	every section in [null, {}, "hotline", [], 9] {
		found(section) == {channel, days}
	}
}

test_good_practice_on_other_platforms if {
	violations := complaint_handling.deny with input as {"metadata": {"platform": "p"}, "spec": {}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 2
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
}

test_handling_time_is_a_parameter if {
	violations := complaint_handling.deny with input as {"spec": {"complaints": {"channel": "400-000-0000", "close_days_p95": 7.5}}}
		with data.fiducia.params.complaint_close_days as 7
	{violation.check | some violation in violations} == {"handling_time"}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := complaint_handling.deny with input as document
		count(violations) == 2
	}
}
