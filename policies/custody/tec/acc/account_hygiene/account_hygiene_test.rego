package fiducia.custody.tec.acc.account_hygiene_test

import data.fiducia.custody.tec.acc.account_hygiene

good := {"id": "ops01", "owner": "li", "shared": false, "default_password": false, "last_login": "2026-08-24"}

found(accounts) := {[violation.check, violation.path] | some violation in denied} if {
	denied := account_hygiene.deny with input as {"kind": "AccessProfile", "spec": {"accounts": accounts}}
		with data.fiducia.today as "2026-11-22"
}

found_with(changes) := {[check, path[3]] | some [check, path] in found([object.union(good, changes)])}

test_clean_account_passes if found_with({}) == set()

test_default_password_is_denied if {
	every value in [true, null, "false", "no", 0] {
		found_with({"default_password": value}) == {["no_default_password", "default_password"]}
	}
}

test_shared_account_is_denied if {
	every value in [true, null, "false", 0] {
		found_with({"shared": value}) == {["not_shared", "shared"]}
	}
}

test_account_without_an_owner_is_denied if {
	every value in [null, "", "待定", 7, true, ["li", "wang"]] {
		found_with({"owner": value}) == {["owned", "owner"]}
	}
}

test_boundary_of_dormancy if found_with({"last_login": "2026-08-23"}) == {["in_use", "last_login"]}

test_login_that_cannot_be_read_is_denied if {
	every value in [null, "", "yesterday", "2026-02-30", "2026-11-23", 20261101, true] {
		found_with({"last_login": value}) == {["in_use", "last_login"]}
	}
}

test_disabled_account_may_be_dormant if {
	found_with({"disabled": true, "last_login": null}) == set()
	every value in [false, null, "true", 1] {
		found_with({"disabled": value, "last_login": null}) == {["in_use", "last_login"]}
	}
	found_with({"disabled": true, "default_password": true}) == {["no_default_password", "default_password"]}
}

test_list_is_needed if {
	every accounts in [null, [], "ops01", {"ops01": {}}] {
		found(accounts) == {["accounts_listed", ["spec", "accounts"]]}
	}
	found(["ops01"]) == {["accounts_listed", ["spec", "accounts", 0]]}
	none := account_hygiene.deny with input as {"kind": "AccessProfile"}
	count(none) == 1
}
