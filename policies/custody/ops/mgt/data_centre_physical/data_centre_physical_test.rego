package fiducia.custody.ops.mgt.data_centre_physical_test

import data.fiducia.custody.ops.mgt.data_centre_physical

found(physical) := {[violation.check, violation.path] | some violation in violations} if {
	violations := data_centre_physical.deny with input as {"kind": "Governance", "spec": {"physical": physical}}
}

door := ["access_control", ["spec", "physical", "access_control"]]

video := ["video_retention", ["spec", "physical", "video_retention_days"]]

test_boundary_of_the_retention if {
	found({"access_control": true, "video_retention_days": 90}) == set()
	found({"access_control": true, "video_retention_days": 89}) == {video}
}

test_unreadable_retention_is_denied if {
	every days in [null, "90", -1, true, [90]] {
		found({"access_control": true, "video_retention_days": days}) == {video}
	}
}

test_access_control_is_needed if {
	every value in [null, false, "true", 1, {}] {
		found({"access_control": value, "video_retention_days": 180}) == {door}
	}
}

test_section_is_needed if {
	every section in [null, {}, "dc1", [], true] {
		found(section) == {door, video}
	}
	nothing := data_centre_physical.deny with input as null
	count(nothing) == 2
}

test_good_practice_on_other_platforms if {
	violations := data_centre_physical.deny with input as {"metadata": {"platform": "p"}, "spec": {}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
	count(violations) == 2
}

test_retention_is_a_parameter if {
	violations := data_centre_physical.deny with input as {"spec": {"physical": {"access_control": true, "video_retention_days": 90}}}
		with data.fiducia.params.video_retention_days as 91
	{violation.check | some violation in violations} == {"video_retention"}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := data_centre_physical.deny with input as document
		count(violations) == 2
	}
}
