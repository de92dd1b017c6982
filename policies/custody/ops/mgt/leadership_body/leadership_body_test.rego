package fiducia.custody.ops.mgt.leadership_body_test

import data.fiducia.custody.ops.mgt.leadership_body

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := leadership_body.deny with input as {"kind": "Governance", "spec": spec}
}

top := {"chair": "CEO", "chair_is_top_management": true}

chair_found(committee) := found({"committee": committee, "security_lead": "wang"})

no_chair := ["chair", ["spec", "committee", "chair"]]

not_top := ["chair", ["spec", "committee", "chair_is_top_management"]]

test_complete_passes if {
	every committee in [top, {"chair": "CISO", "chair_delegated_by_top_management": true}, {"chair": "Top-Management"}, {"chair": "delegated_by_top_management"}] {
		chair_found(committee) == set()
	}
}

test_committee_is_needed if {
	every committee in [null, {}, [], "tbd", true, {"chair": null}] {
		chair_found(committee) == {["committee", ["spec", "committee"]], no_chair}
	}
	chair_found("security committee") == {no_chair}
}

test_chair_is_needed if {
	every chair in [null, "", "待定", 5, ["CEO"]] {
		chair_found({"chair": chair, "members": ["li"]}) == {no_chair}
	}
}

test_chair_must_come_from_the_top if {
	every value in [null, false, "true", 1] {
		chair_found({"chair": "CISO", "chair_is_top_management": value, "chair_delegated_by_top_management": value}) == {not_top}
	}
	chair_found({"chair": "CISO"}) == {not_top}
}

test_security_lead_is_needed if {
	every lead in [null, "", "无", 5, true, ["wang"]] {
		found({"committee": top, "security_lead": lead}) == {["security_lead", ["spec", "security_lead"]]}
	}
}

test_empty_document if {
	every spec in [null, {}, "x", []] {
		found(spec) == {["committee", ["spec", "committee"]], no_chair, ["security_lead", ["spec", "security_lead"]]}
	}
}

test_good_practice_on_other_platforms if {
	every spec, number in {{}: 3, {"committee": {"chair": "CISO"}}: 2} {
		violations := leadership_body.deny with input as {"metadata": {"platform": "p"}, "spec": spec}
			with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
		count(violations) == number
		every violation in violations {
			[violation.severity, violation.veto] == ["medium", false]
		}
	}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := leadership_body.deny with input as document
		count(violations) == 3
	}
}
