package fiducia.custody.tec.acc.biometrics_test

import data.fiducia.custody.tec.acc.biometrics

good := {"enabled": true, "separate_consent": true, "impact_assessment": {"date": "2026-11-22"}, "alternative": true, "raw_image_stored": false}

found(section) := {[violation.check, array.slice(violation.path, 2, 9)] | some violation in denied({"biometrics": section})}

denied(spec) := violations if {
	violations := biometrics.deny with input as {"kind": "AccessProfile", "spec": spec}
		with data.fiducia.today as "2026-11-22"
}

found_with(changes) := found(object.union(good, changes))

test_biometrics_with_safeguards_pass if found_with({}) == set()

test_platform_without_biometrics_passes if found({"enabled": false}) == set()

test_use_must_be_stated if {
	every value in [null, "false", "no", 0] {
		found_with({"enabled": value}) == {["stated", ["enabled"]]}
	}
}

test_consent_and_alternative if {
	every value in [false, null, "true", 1] {
		found_with({"separate_consent": value}) == {["separate_consent", ["separate_consent"]]}
		found_with({"alternative": value}) == {["alternative", ["alternative"]]}
	}
}

test_raw_images_are_denied if {
	every value in [true, null, "false", 0] {
		found_with({"raw_image_stored": value}) == {["no_raw_images", ["raw_image_stored"]]}
	}
}

test_impact_assessment if {
	every date in [null, "", "2026-11-23", "2026-02-30", "planned", true, 2026] {
		found_with({"impact_assessment": {"date": date}}) == {["impact_assessed", ["impact_assessment", "date"]]}
	}
	every assessment in [null, "2026-03-01", true, []] {
		found_with({"impact_assessment": assessment}) == {["impact_assessed", ["impact_assessment", "date"]]}
	}
}

test_section_is_needed if {
	every spec in [null, {}, {"biometrics": null}, {"biometrics": "face"}, {"biometrics": []}, {"biometrics": {}}] {
		count(denied(spec)) == 5
	}
}

test_good_practice_on_other_platforms if {
	violations := biometrics.deny with input as {"metadata": {"platform": "p"}, "spec": {}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 5
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
