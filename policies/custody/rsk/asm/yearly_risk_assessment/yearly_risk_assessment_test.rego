package fiducia.custody.rsk.asm.yearly_risk_assessment_test

import data.fiducia.custody.rsk.asm.yearly_risk_assessment

found(section, platform) := {[violation.check, violation.path] | some violation in violations} if {
	violations := yearly_risk_assessment.deny with input as {"kind": "RiskRegister", "metadata": {"platform": "p"}, "spec": {"risk_assessment": section}}
		with data.fiducia.platforms as {"p": platform}
}

path := ["spec", "risk_assessment", "last_date"]

test_boundary if {
	every platform in [{}, null, {"cii": true}, {"important_data": true}, {"profile": "payment_eu"}] {
		found({"last_date": "2025-11-22"}, platform) == set()
	}
	found({"last_date": "2025-11-21"}, {}) == {["assessed", path]}
}

test_the_duty_is_named if {
	old := {"last_date": "2025-11-21"}
	found(old, {"cii": true, "important_data": true}) == {["assessed_cii", path]}
	found(old, {"cii": false, "important_data": true, "profile": "payment_eu"}) == {["assessed_important_data", path]}
	found(old, {"profile": "payment_eu"}) == {["assessed_payment_eu", path]}
	found(old, {"profile": "broker", "cii": false, "important_data": false}) == {["assessed", path]}
}

test_unreadable_dates_are_denied if {
	every date in [null, "", "2026", "2026-11-23", 2026, true, ["2026-02-01"]] {
		found({"last_date": date}, {}) == {["assessed", path]}
	}
}

test_section_is_needed if {
	every section in [null, {}, "2026-02-01", []] {
		found(section, {}) == {["assessed", path]}
	}
}
