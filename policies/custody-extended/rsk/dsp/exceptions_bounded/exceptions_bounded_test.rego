package fiducia.custody_extended.rsk.dsp.exceptions_bounded_test

import data.fiducia.custody_extended.rsk.dsp.exceptions_bounded

found(exceptions) := {[violation.check, array.slice(violation.path, 2, 4)] | some violation in violations} if {
	violations := exceptions_bounded.deny with input as {"kind": "RiskRegister", "spec": {"exceptions": exceptions}}
}

exception := {"control": "TEC-PRO-02", "approver": "ciso", "reason": "legacy", "expires": "2027-03-01"}

test_bounded_exception_passes if {
	found([]) == set()
	found([exception]) == set()
}

test_expiry if {
	every day in ["2026-11-22", "2027-11-22"] {
		found([object.union(exception, {"expires": day})]) == set()
	}
	every day in ["2026-11-21", "2027-11-23", "never", null, 2027, true] {
		found([object.union(exception, {"expires": day})]) == {["exceptions_complete", [0, "expires"]]}
	}
}

test_every_field_is_needed if {
	every key in ["control", "approver", "reason"] {
		every value in [null, "", "tbd", 5, []] {
			found([exception, object.union(exception, {key: value})]) == {["exceptions_complete", [1, key]]}
		}
	}
}

test_list_is_needed if {
	every exceptions in [null, "none", {}] {
		found(exceptions) == {["exceptions_listed", []]}
	}
	found(["TEC-PRO-02"]) == {["exceptions_listed", [0]]}
}

test_message_names_the_control if {
	violations := exceptions_bounded.deny with input as {"spec": {"exceptions": [object.union(exception, {"reason": null})]}}
	{violation.path | some violation in violations} == {["spec", "exceptions", 0, "reason"]}
	{violation.msg.en | some violation in violations} == {"exception \"TEC-PRO-02\": `reason` is missing; it must be a text that says something"}
}
