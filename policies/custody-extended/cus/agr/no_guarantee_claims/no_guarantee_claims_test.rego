package fiducia.custody_extended.cus.agr.no_guarantee_claims_test

import data.fiducia.custody_extended.cus.agr.no_guarantee_claims

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := no_guarantee_claims.deny with input as {"kind": "Platform", "spec": spec}
}

found_claim(claim) := {check | some [check, path] in found({"marketing": {"claims": ["fast", claim]}}); path == ["spec", "marketing", "claims", 1]}

test_plain_claims_pass if {
	found({"marketing": {"claims": []}}) == set()
	found_claim("存管于海峡银行") == set()
}

test_guarantee_claims_are_denied if {
	every claim in ["custodian_guarantee", "Custodian-Guarantee", "principal_protected_by_bank"] {
		found_claim(claim) == {"no_guarantee_claim"}
	}
}

test_claim_must_be_text if {
	every claim in [null, "", " ", 5, true, ["custodian_guarantee"], {"claim": "custodian_guarantee"}] {
		found_claim(claim) == {"claims_listed"}
	}
}

test_list_is_needed if {
	every spec in [{}, null, {"marketing": null}, {"marketing": {}}, {"marketing": []}, {"marketing": {"claims": null}}, {"marketing": {"claims": "none"}}, {"marketing": {"claims": {"custodian_guarantee": true}}}] {
		found(spec) == {["claims_listed", ["spec", "marketing", "claims"]]}
	}
}

test_good_practice_on_other_platforms if {
	every claims in [null, [5, "custodian_guarantee"]] {
		violations := no_guarantee_claims.deny with input as {"metadata": {"platform": "p"}, "spec": {"marketing": {"claims": claims}}}
			with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
		every violation in violations {
			[violation.severity, violation.veto] == ["medium", false]
		}
	}
}

test_forbidden_claims_are_a_parameter if {
	violations := no_guarantee_claims.deny with input as {"spec": {"marketing": {"claims": ["custodian_guarantee", "Zero-Risk"]}}}
		with data.fiducia.params.forbidden_marketing_claims as ["zero_risk"]
	{violation.path | some violation in violations} == {["spec", "marketing", "claims", 1]}
}

test_document_without_a_spec_lacks_the_list if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := no_guarantee_claims.deny with input as document
		count(violations) == 1
	}
}
