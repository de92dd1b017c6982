package fiducia.custody_extended.fut.tamper_evident_ledger_test

import data.fiducia.custody_extended.fut.tamper_evident_ledger

found(ledger) := {[violation.check, violation.path[2]] | some violation in violations} if {
	violations := tamper_evident_ledger.deny with input as {"kind": "DataProfile", "spec": {"ledger": ledger}}
}

test_protected_and_verified_passes if {
	every method in ["hash_chain", "Merkle", "blockchain", "hash-chain"] {
		found({"tamper_evidence": method, "verify_last_date": "2026-10-22"}) == set()
	}
}

test_unknown_methods_are_denied if {
	every method in ["none", "backup", null, "", true, ["merkle"]] {
		found({"tamper_evidence": method, "verify_last_date": "2026-11-01"}) == {["protected", "tamper_evidence"]}
	}
}

test_age_of_the_verification if {
	every date in ["2026-10-21", "2026-11-23", null, "monthly", 202611] {
		found({"tamper_evidence": "merkle", "verify_last_date": date}) == {["verified", "verify_last_date"]}
	}
}

test_section_is_needed if {
	every ledger in [null, {}, "merkle", []] {
		found(ledger) == {["protected", "tamper_evidence"], ["verified", "verify_last_date"]}
	}
}
