package fiducia.custody.tec.acc.leavers_revoked_test

import data.fiducia.custody.tec.acc.leavers_revoked

found(leavers) := {[violation.check, array.slice(violation.path, 3, 9)] | some violation in denied({"hr": {"leavers": leavers}})}

denied(spec) := violations if {
	violations := leavers_revoked.deny with input as {"kind": "AccessProfile", "spec": spec}
}

test_prompt_revocation_passes if found([{"id": "w1", "revoked_hours": 24}, {"id": "w2", "revoked_hours": 0}]) == set()

test_nobody_left if found([]) == set()

test_late_or_unstated_revocation_is_denied if {
	every hours in [24.5, 240, -1, null, "2", true, [2]] {
		found([{"id": "w1", "revoked_hours": hours}]) == {["revoked", [0, "revoked_hours"]]}
	}
}

test_list_is_needed if {
	every leavers in [null, "none", {"w1": {}}] {
		found(leavers) == {["leavers_listed", []]}
	}
	every spec in [null, {}, {"hr": null}, {"hr": []}, {"hr": "none"}] {
		{violation.path | some violation in denied(spec)} == {["spec", "hr", "leavers"]}
	}
	found(["w1"]) == {["leavers_listed", [0]]}
}
