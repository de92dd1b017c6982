package fiducia.custody.tec.ids.intrusion_detection_test

import data.fiducia.custody.tec.ids.intrusion_detection

found(ids) := {[violation.check, array.slice(violation.path, 2, 9)] | some violation in denied({"ids": ids})}

denied(spec) := violations if {
	violations := intrusion_detection.deny with input as {"kind": "MonitoringProfile", "spec": spec}
}

both := ["external", "internal"]

test_current_detection_passes if {
	found({"coverage": both, "signature_age_days": 7}) == set()
	found({"coverage": ["Internal", "external", "cloud"], "signature_age_days": 0}) == set()
}

test_missing_direction_is_denied if {
	every coverage in [["external"], ["internal"], [], null, "external, internal", {"external": true}, [1, 2]] {
		found({"coverage": coverage, "signature_age_days": 1}) == {["covered", ["coverage"]]}
	}
}

test_boundary_of_the_target if {
	found({"coverage": both, "signature_age_days": 8}) == {["signatures_target", ["signature_age_days"]]}
	some violation in denied({"ids": {"coverage": both, "signature_age_days": 180}})
	[violation.check, violation.severity] == ["signatures_target", "medium"]
}

test_half_a_year_is_denied_once if {
	every age in [181, 400, -1, null, "1", true, [1]] {
		found({"coverage": both, "signature_age_days": age}) == {["signatures_current", ["signature_age_days"]]}
	}
}

test_section_is_needed if {
	every spec in [null, {}, {"ids": null}, {"ids": "snort"}, {"ids": []}, {"ids": {}}] {
		{[violation.check, violation.path] | some violation in denied(spec)} == {
			["covered", ["spec", "ids", "coverage"]],
			["signatures_current", ["spec", "ids", "signature_age_days"]],
		}
	}
}

test_good_practice_on_other_platforms if {
	violations := intrusion_detection.deny with input as {"metadata": {"platform": "p"}, "spec": {"ids": {"signature_age_days": 30}}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 2
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
