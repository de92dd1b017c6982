package fiducia.custody.cmp.law.crypto_assessment_test

import data.fiducia.custody.cmp.law.crypto_assessment

found(spec) := {[violation.check, violation.path[2]] | some violation in violations} if {
	violations := crypto_assessment.deny with input as {"kind": "Platform", "spec": spec}
}

ordinary(section) := {"cii": false, "crypto_assessment_required": true, "crypto_assessment": section}

passed := {"last_date": "2026-05-01", "score": 78, "high_risks_open": 0}

everything := {["yearly", "last_date"], ["result", "score"], ["result", "high_risks_open"]}

test_passed_assessment if found(ordinary(passed)) == set()

test_boundaries if {
	found(ordinary({"last_date": "2025-11-22", "score": 60, "high_risks_open": 0})) == set()
	found(ordinary({"last_date": "2026-11-22", "score": 100, "high_risks_open": 0})) == set()
	found(ordinary({"last_date": "2025-11-21", "score": 59.9, "high_risks_open": 1})) == everything
}

test_critical_infrastructure_names_the_clause if {
	found({"cii": true, "crypto_assessment": object.union(passed, {"last_date": "2025-11-21"})}) == {["yearly_cii", "last_date"]}
	found({"cii": true, "crypto_assessment": passed}) == set()
}

test_not_required_only_if_it_says_so if {
	found({"crypto_assessment_required": false}) == set()
	every required in [null, true, "false", 0] {
		found({"crypto_assessment_required": required}) == everything
	}
	found({}) == everything
}

test_unreadable_values_are_denied if {
	every value in [null, "78", true, [], -1] {
		found(ordinary(object.union(passed, {"score": value}))) == {["result", "score"]}
	}
	found(ordinary(object.union(passed, {"score": 101}))) == {["result", "score"]}
	every value in [null, "0", false, []] {
		found(ordinary(object.union(passed, {"high_risks_open": value}))) == {["result", "high_risks_open"]}
	}
	every value in [null, "2026", "2026-11-23", 2026] {
		found(ordinary(object.union(passed, {"last_date": value}))) == {["yearly", "last_date"]}
	}
}

test_section_is_needed if {
	every section in [null, {}, "2026-05-01", []] {
		found(ordinary(section)) == everything
	}
}

test_good_practice_on_other_platforms if {
	violations := crypto_assessment.deny with input as {"kind": "Platform", "spec": {"profile": "casp_eu", "crypto_assessment_required": true}}
	count(violations) == 3
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
