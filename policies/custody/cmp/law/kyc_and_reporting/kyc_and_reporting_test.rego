package fiducia.custody.cmp.law.kyc_and_reporting_test

import data.fiducia.custody.cmp.law.kyc_and_reporting

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := kyc_and_reporting.deny with input as {"kind": "ComplianceFile", "spec": spec}
}

reporting := {"large_value_reporting": true, "suspicious_reporting": true}

test_all_verified_and_reported_passes if {
	found({"kyc": {"verified_percent": 100}, "aml": reporting}) == set()
	found({"kyc": {"verified_percent": 100.0}, "aml": reporting}) == set()
}

test_share_of_verified_holders if {
	every value in [99.99, 82, 0, 101, null, "100", true, [100]] {
		found({"kyc": {"verified_percent": value}, "aml": reporting}) == {["verified_holders", ["spec", "kyc", "verified_percent"]]}
	}
	every section in [null, {}, 100, [100]] {
		found({"kyc": section, "aml": reporting}) == {["verified_holders", ["spec", "kyc", "verified_percent"]]}
	}
}

test_both_reports_are_needed if {
	every key in ["large_value_reporting", "suspicious_reporting"] {
		every value in [null, false, "yes", 1] {
			found({"kyc": {"verified_percent": 100}, "aml": object.union(reporting, {key: value})}) == {["reporting", ["spec", "aml", key]]}
		}
	}
	every section in [null, {}, true] {
		found({"kyc": {"verified_percent": 100}, "aml": section}) == {["reporting", ["spec", "aml", "large_value_reporting"]], ["reporting", ["spec", "aml", "suspicious_reporting"]]}
	}
}

test_good_practice_on_other_platforms if {
	violations := kyc_and_reporting.deny with input as {"metadata": {"platform": "p"}, "spec": {}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 3
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
