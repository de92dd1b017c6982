package fiducia.custody.ops.mgt.security_test_before_release_test

import data.fiducia.custody.ops.mgt.security_test_before_release

found(releases) := {[violation.check, violation.path] | some violation in violations} if {
	violations := security_test_before_release.deny with input as {"kind": "Governance", "spec": {"releases": releases}}
}

found_in(test) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found([{"id": "R9", "security_test": test}])}

no_report := ["tested", ["security_test", "report"]]

open_findings := ["tested", ["security_test", "open_high"]]

test_tested_release_passes if found_in({"report": "T-9", "open_high": 0}) == set()

test_report_is_needed if {
	every report in [null, "", "待补充", false, 9, ["T-9"]] {
		found_in({"report": report, "open_high": 0}) == {no_report}
	}
}

test_open_findings_are_denied if {
	every open in [1, 0.5, -1, null, "0", false, []] {
		found_in({"report": "T-9", "open_high": open}) == {open_findings}
	}
}

test_test_is_needed if {
	every test in [null, {}, "T-9", [], true] {
		found_in(test) == {no_report, open_findings}
	}
	found([{}]) == {["tested", ["spec", "releases", 0, "security_test", "report"]], ["tested", ["spec", "releases", 0, "security_test", "open_high"]]}
}

test_list_is_needed if {
	every releases in [null, [], "R9", {"R9": {}}] {
		found(releases) == {["releases_listed", ["spec", "releases"]]}
	}
	found(["R9"]) == {["releases_listed", ["spec", "releases", 0]]}
	nothing := security_test_before_release.deny with input as []
	count(nothing) == 1
}

test_good_practice_on_other_platforms if {
	violations := security_test_before_release.deny with input as {"metadata": {"platform": "p"}, "spec": {"releases": [{}, "R9"]}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
	count(violations) == 3
}

test_document_without_a_spec_lacks_the_list if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := security_test_before_release.deny with input as document
		count(violations) == 1
	}
}
