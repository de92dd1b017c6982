package fiducia.custody_extended.cmp.law.pi_audit_test

import data.fiducia.custody_extended.cmp.law.pi_audit

found(audit) := {[violation.check, violation.path] | some violation in violations} if {
	violations := pi_audit.deny with input as {"kind": "Platform", "spec": {"pi_audit": audit}}
}

path := ["spec", "pi_audit", "last_date"]

test_many_people if {
	every subjects in [10000001, null, "3000", -1, 2.5, true] {
		found({"subjects": subjects, "last_date": "2024-11-22"}) == set()
		found({"subjects": subjects, "last_date": "2024-11-21"}) == {["many_people", path]}
	}
	found({"last_date": "2026-01-10"}) == set()
}

test_fewer_people if {
	every subjects in [0, 1, 10000000] {
		found({"subjects": subjects, "last_date": "2023-11-23"}) == set()
		found({"subjects": subjects, "last_date": "2023-11-22"}) == {["fewer_people", path]}
	}
}

test_unreadable_dates_are_denied if {
	every date in [null, "", "2026", "2026-11-23", 2026, []] {
		found({"last_date": date}) == {["many_people", path]}
		found({"subjects": 5, "last_date": date}) == {["fewer_people", path]}
	}
}

test_section_is_needed if {
	every audit in [null, {}, "2026-01-10", []] {
		found(audit) == {["many_people", path]}
	}
}
