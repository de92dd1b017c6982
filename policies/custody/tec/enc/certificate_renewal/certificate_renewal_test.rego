package fiducia.custody.tec.enc.certificate_renewal_test

import data.fiducia.custody.tec.enc.certificate_renewal

found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := certificate_renewal.deny with input as {"kind": "CryptoProfile", "spec": spec}
		with data.fiducia.today as "2026-11-22"
}

# For a single certificate, paths from the certificate on.
found_at(certificate) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found({"certificates": [certificate]})}

test_registered_certificate_passes if found_at({"cn": "api.x.cn", "not_after": "2027-03-01", "owner": "ops"}) == set()

test_boundary_of_the_lead_time if {
	found_at({"owner": "ops", "not_after": "2026-12-22"}) == set()
	found_at({"owner": "ops", "not_after": "2026-12-21"}) == {["renewed", ["renewal_ticket"]]}
	found_at({"owner": "ops", "not_after": "2026-12-21", "renewal_ticket": "T-7"}) == set()
	found_at({"owner": "ops", "not_after": "2026-11-22", "renewal_ticket": "T-7"}) == set()
	found_at({"owner": "ops", "not_after": "2026-11-22"}) == {["renewed", ["renewal_ticket"]]}
}

test_expired_certificate_is_denied_with_a_ticket_too if {
	found_at({"owner": "ops", "not_after": "2026-11-21", "renewal_ticket": "T-7"}) == {["renewed", ["not_after"]]}
	found_at({"owner": "ops", "not_after": "2026-11-21"}) == {["renewed", ["not_after"]]}
}

test_ticket_must_say_something if {
	every ticket in [null, "", "待定", 7, true] {
		found_at({"owner": "ops", "not_after": "2026-11-25", "renewal_ticket": ticket}) == {["renewed", ["renewal_ticket"]]}
	}
}

test_owner_and_date_are_needed if {
	every value in [null, "", "待定", 7, true, ["ops"]] {
		found_at({"owner": value, "not_after": "2027-03-01"}) == {["registered", ["owner"]]}
		found_at({"owner": "ops", "not_after": value}) == {["registered", ["not_after"]]}
	}
	found_at({"owner": "ops", "not_after": "2027-02-29"}) == {["registered", ["not_after"]]}
	found_at({}) == {["registered", ["owner"]], ["registered", ["not_after"]]}
}

test_list_is_needed if {
	every spec in [null, {}, {"certificates": null}, {"certificates": []}, {"certificates": "api"}] {
		found(spec) == {["certificates_listed", ["spec", "certificates"]]}
	}
	found_at("api.x.cn") == {["certificates_listed", []]}
}
