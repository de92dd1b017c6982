package fiducia.custody_extended.cus.aut.custodian_controls_test

import data.fiducia.custody_extended.cus.aut.custodian_controls

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := custodian_controls.deny with input as {"kind": "CustodyArrangement", "spec": spec}
}

test_custodian_that_refuses_and_reports_passes if {
	found({"controls": {"refuse_out_of_scope": true, "report_abnormal": true}}) == set()
}

test_both_must_be_true if {
	every value in [false, null, "true", 1, []] {
		found({"controls": {"refuse_out_of_scope": value, "report_abnormal": true}}) == {["refuses", ["spec", "controls", "refuse_out_of_scope"]]}
		found({"controls": {"refuse_out_of_scope": true, "report_abnormal": value}}) == {["reports", ["spec", "controls", "report_abnormal"]]}
	}
}

test_section_is_needed if {
	every spec in [{}, null, {"controls": null}, {"controls": {}}, {"controls": true}, {"controls": []}] {
		found(spec) == {["refuses", ["spec", "controls", "refuse_out_of_scope"]], ["reports", ["spec", "controls", "report_abnormal"]]}
	}
}

test_good_practice_on_other_platforms if {
	violations := custodian_controls.deny with input as {"metadata": {"platform": "p"}, "spec": {}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 2
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := custodian_controls.deny with input as document
		count(violations) == 2
	}
}
