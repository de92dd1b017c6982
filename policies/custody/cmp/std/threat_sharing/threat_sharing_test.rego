package fiducia.custody.cmp.std.threat_sharing_test

import data.fiducia.custody.cmp.std.threat_sharing

found(sharing) := {[violation.check, violation.path[2]] | some violation in violations} if {
	violations := threat_sharing.deny with input as {"kind": "ComplianceFile", "spec": {"sharing": sharing}}
}

test_boundaries if {
	found({"memberships": ["NIFA"], "last_exchange": "2026-05-26"}) == set()
	found({"memberships": ["NIFA"], "last_exchange": "2026-05-25"}) == {["exchanged", "last_exchange"]}
	found({"memberships": [], "last_exchange": "2026-08-01"}) == {["memberships", "memberships"]}
}

test_unreadable_values_are_denied if {
	every value in [null, "NIFA", [null], ["tbd"], [5], 1, true] {
		found({"memberships": value, "last_exchange": "2026-08-01"}) == {["memberships", "memberships"]}
	}
	every value in [null, "August", "2026-11-23", 8, []] {
		found({"memberships": ["NIFA"], "last_exchange": value}) == {["exchanged", "last_exchange"]}
	}
}

test_section_is_needed if {
	every sharing in [null, {}, "NIFA", []] {
		found(sharing) == {["memberships", "memberships"], ["exchanged", "last_exchange"]}
	}
}
