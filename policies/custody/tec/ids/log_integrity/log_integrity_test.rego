package fiducia.custody.tec.ids.log_integrity_test

import data.fiducia.custody.tec.ids.log_integrity

good := {"central": true, "tamper_protection": "hash_chain", "time_sync": true}

found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := log_integrity.deny with input as {"kind": "LoggingProfile", "spec": spec}
}

found_with(changes) := found(object.union(good, changes))

test_protected_logs_pass if {
	every means in ["hash_chain", "Hash-Chain", "WORM", "signed"] {
		found_with({"tamper_protection": means}) == set()
	}
}

test_scattered_logs_are_denied if {
	every value in [false, null, "true", 1] {
		found_with({"central": value}) == {["central", ["spec", "central"]]}
	}
}

test_logs_that_can_be_changed_are_denied if {
	every means in ["none", "acl", "", null, true, 1, ["worm"]] {
		found_with({"tamper_protection": means}) == {["tamper_protected", ["spec", "tamper_protection"]]}
	}
}

test_clocks_that_disagree_are_denied if {
	every value in [false, null, "ntp", 1] {
		found_with({"time_sync": value}) == {["time_synchronised", ["spec", "time_sync"]]}
	}
}

test_spec_is_needed if {
	every spec in [null, {}, "x", []] {
		count(found(spec)) == 3
	}
}
