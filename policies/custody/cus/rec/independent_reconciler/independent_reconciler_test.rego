package fiducia.custody.cus.rec.independent_reconciler_test

import data.fiducia.custody.cus.rec.independent_reconciler

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := independent_reconciler.deny with input as {"kind": "Reconciliation", "spec": spec}
}

test_other_roles_pass if {
	every role in ["finance_recon", "对账岗", "payment_auditor"] {
		found({"owner_role": role}) == set()
	}
}

test_payment_roles_are_denied if {
	every role in ["payment_maker", "payment_checker", "Payment-Maker", " payment checker "] {
		found({"owner_role": role}) == {["independent", ["spec", "owner_role"]]}
	}
}

test_role_is_needed if {
	every role in [null, "", "tbd", "待定", 7, true, ["finance_recon"], {"name": "finance_recon"}] {
		found({"owner_role": role}) == {["owner_named", ["spec", "owner_role"]]}
	}
	every spec in [{}, null, []] {
		found(spec) == {["owner_named", ["spec", "owner_role"]]}
	}
}

test_payment_roles_are_a_parameter if {
	every role, paths in {"payment_maker": set(), "Fund-Transfer": {["spec", "owner_role"]}} {
		violations := independent_reconciler.deny with input as {"spec": {"owner_role": role}}
			with data.fiducia.params.payment_roles as ["fund_transfer"]
		{violation.path | some violation in violations} == paths
	}
}

test_document_without_a_spec_names_no_role if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := independent_reconciler.deny with input as document
		count(violations) == 1
	}
}
