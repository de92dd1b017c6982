package fiducia.custody.tec.pro.custody_mutual_auth_test

import data.fiducia.custody.tec.pro.custody_mutual_auth

found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := custody_mutual_auth.deny with input as {"kind": "CustodyArrangement", "spec": spec}
}

test_mutual_authentication_passes if found({"interface": {"mutual_auth": true, "protocol": "TLCP"}}) == set()

test_one_sided_authentication_is_denied if {
	every value in [false, null, "true", "yes", 1, [true]] {
		found({"interface": {"mutual_auth": value}}) == {["mutual_auth", ["spec", "interface", "mutual_auth"]]}
	}
}

test_section_is_needed if {
	every spec in [null, {}, {"interface": null}, {"interface": "mTLS"}, {"interface": []}, {"interface": {}}] {
		found(spec) == {["mutual_auth", ["spec", "interface", "mutual_auth"]]}
	}
}
