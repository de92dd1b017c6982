package fiducia.custody.ops.emg.custody_availability_test

import data.fiducia.custody.ops.emg.custody_availability

found(custody) := {[violation.check, array.slice(violation.path, 3, 4)] | some violation in violations} if {
	violations := custody_availability.deny with input as {"kind": "EmergencyPlan", "spec": {"availability": {"custody": custody}}}
}

redundancy := ["redundancy", ["redundancy"]]

percent := ["availability", ["monthly_percent"]]

test_boundaries if {
	found({"redundancy": "hot", "monthly_percent": 99.9}) == set()
	found({"redundancy": "Hot", "monthly_percent": 100}) == set()
	found({"redundancy": "hot", "monthly_percent": 99.89}) == {percent}
	found({"redundancy": "hot", "monthly_percent": 100.1}) == {percent}
}

test_other_redundancy_is_denied if {
	every value in ["cold", "warm", "none", null, "", true, ["hot"]] {
		found({"redundancy": value, "monthly_percent": 99.95}) == {redundancy}
	}
}

test_unreadable_availability_is_denied if {
	every value in [null, "99.95", "99.95%", true, [99.95]] {
		found({"redundancy": "hot", "monthly_percent": value}) == {percent}
	}
}

test_section_is_needed if {
	every section in [null, {}, "hot", [], 99.9] {
		found(section) == {redundancy, percent}
	}
	every document in [{}, {"spec": {"availability": "x"}}, null] {
		violations := custody_availability.deny with input as document
		count(violations) == 2
	}
}

test_good_practice_on_other_platforms if {
	violations := custody_availability.deny with input as {"metadata": {"platform": "p"}, "spec": {}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 2
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
}

test_redundancy_and_availability_are_parameters if {
	violations := custody_availability.deny with input as {"spec": {"availability": {"custody": {"redundancy": "hot", "monthly_percent": 99.9}}}}
		with data.fiducia.params.custody_redundancy as ["active_active"]
		with data.fiducia.params.custody_availability_percent as 99.95
	{violation.check | some violation in violations} == {"redundancy", "availability"}
}
