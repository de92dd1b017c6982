package fiducia.custody_extended.tec.pro.tls_currency_test

import data.fiducia.custody_extended.tec.pro.tls_currency

found(kind, spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := tls_currency.deny with input as {"kind": kind, "spec": spec}
		with data.fiducia.today as "2026-11-22"
}

found_at(endpoint) := {[check, array.slice(path, 3, 9)] | some [check, path] in found("NetworkProfile", {"endpoints": [endpoint]})}

reviewed(review) := found("CryptoProfile", {"suite_review": review})

test_tls_1_3_passes if {
	every version in ["1.3", 1.3, "TLSv1.3"] {
		found_at({"name": "web", "tls": {"min_version": "1.2", "max_version": version}}) == set()
	}
}

test_older_or_missing_version_is_denied if {
	every version in ["1.2", 1.2, "1.0", "SSLv3", "", "latest", "1.4", null, true, ["1.3"]] {
		found_at({"tls": {"max_version": version}}) == {["offered", ["tls", "max_version"]]}
	}
	every endpoint in [{}, {"tls": null}, {"tls": "1.3"}, {"tls": {}}] {
		found_at(endpoint) == {["offered", ["tls", "max_version"]]}
	}
}

test_endpoint_away_from_the_internet_is_left_alone if {
	found_at({"internet_facing": false, "tls": {"max_version": "1.2"}}) == set()
	every value in [true, null, "false", 0] {
		found_at({"internet_facing": value, "tls": {"max_version": "1.2"}}) == {["offered", ["tls", "max_version"]]}
	}
}

test_tlcp_is_left_alone if {
	found_at({"tls": {"protocol": "TLCP"}}) == set()
	found_at({"tlcp": {"enabled": true}}) == set()
	found_at({"tlcp": {"enabled": true}, "tls": {"max_version": "1.2"}}) == {["offered", ["tls", "max_version"]]}
	found_at({"tlcp": {"enabled": false}}) == {["offered", ["tls", "max_version"]]}
}

test_list_of_endpoints_is_needed if {
	every endpoints in [null, [], "web", {"web": {}}] {
		found("NetworkProfile", {"endpoints": endpoints}) == {["endpoints_listed", ["spec", "endpoints"]]}
	}
	found_at("web") == {["endpoints_listed", []]}
	found("NetworkProfile", null) == {["endpoints_listed", ["spec", "endpoints"]]}
}

test_boundary_of_the_review if {
	reviewed({"last_date": "2025-11-22"}) == set()
	reviewed({"last_date": "2025-11-21"}) == {["suites_reviewed", ["spec", "suite_review", "last_date"]]}
}

test_review_is_needed if {
	every date in [null, "", "last year", "2026-11-23", 2026, true] {
		reviewed({"last_date": date}) == {["suites_reviewed", ["spec", "suite_review", "last_date"]]}
	}
	every review in [null, {}, "2026-09-01", []] {
		reviewed(review) == {["suites_reviewed", ["spec", "suite_review", "last_date"]]}
	}
}

test_each_kind_answers_for_itself if {
	found("CryptoProfile", {"suite_review": {"last_date": "2026-09-01"}, "endpoints": [{}]}) == set()
	found("NetworkProfile", {"endpoints": [{"tls": {"max_version": "1.3"}}]}) == set()
	found("NetworkProfile", {"endpoints": [{"tls": {"max_version": "1.3"}}], "suite_review": {"last_date": "2020-01-01"}}) == set()
}
