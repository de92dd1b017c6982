package fiducia.custody.tec.pro.tls_min_version_test

import data.fiducia.custody.tec.pro.tls_min_version

# {[check, path]} of what is denied.
found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := tls_min_version.deny with input as {"kind": "NetworkProfile", "spec": spec}
}

# The same for a single endpoint, paths from the endpoint on.
found_at(endpoint) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found({"endpoints": [endpoint]})}

test_tls_1_2_passes if found_at({"name": "web", "tls": {"min_version": "1.2"}}) == set()

test_tls_1_3_passes if found_at({"name": "web", "tls": {"min_version": "1.3", "enabled": true}}) == set()

test_other_spellings_pass if {
	every version in [1.2, 1.3, "TLSv1.2", "TLS 1.3", "tls1_2", "v1.2", " TLS-1.2 "] {
		found_at({"tls": {"min_version": version}}) == set()
	}
}

test_lower_versions_are_denied if {
	every version in ["1.0", "1.1", 1, 1.1, "TLSv1", "TLSv1.1", "SSLv3", "SSL 3.0"] {
		found_at({"tls": {"min_version": version}}) == {["version", ["tls", "min_version"]]}
	}
}

test_version_is_no_decimal_and_no_text if {
	found_at({"tls": {"min_version": "1.10"}}) == {["version", ["tls", "min_version"]]}
	found_at({"tls": {"min_version": "9"}}) == {["version", ["tls", "min_version"]]}
}

test_raised_minimum_counts if {
	denied := tls_min_version.deny with input as {"spec": {"endpoints": [{"tls": {"min_version": "1.2"}}, {"tls": {"min_version": "1.3"}}]}}
		with data.fiducia.params.tls_min_version as "1.3"
	{violation.path | some violation in denied} == {["spec", "endpoints", 0, "tls", "min_version"]}
}

test_version_of_another_type_is_denied if {
	every version in [null, true, "", "latest", ["1.2"], {"tls": 1.2}, -1.2] {
		found_at({"tls": {"min_version": version}}) == {["version", ["tls", "min_version"]]}
	}
}

test_missing_version_is_denied if found_at({"name": "web", "tls": {}}) == {["version", ["tls", "min_version"]]}

test_foreign_protocol_is_denied if {
	every protocol in ["SSLv3", "", 3, ["TLS"]] {
		found_at({"tls": {"protocol": protocol, "min_version": "1.2"}}) == {["version", ["tls", "protocol"]]}
	}
}

test_tls_as_protocol_passes if found_at({"tls": {"protocol": "TLS", "min_version": "1.2"}}) == set()

test_endpoint_without_tls_is_denied if {
	every endpoint in [{"name": "web"}, {}, {"tls": null}, {"tls": "1.2"}, {"tls": true}, {"tls": ["1.2"]}, {"tlcp": {"enabled": false}}, {"tlcp": true}] {
		found_at(endpoint) == {["encrypted", ["tls"]]}
	}
}

test_message_tells_why_an_endpoint_is_not_encrypted if {
	every tls, words in {"1.2": ["`tls` is \"1.2\";", "`tls` 为“1.2”"], null: ["`tls` is missing;", "`tls` 缺失"]} {
		some violation in tls_min_version.deny with input as {"spec": {"endpoints": [{"tls": tls}]}}
		contains(violation.msg.en, words[0])
		contains(violation.msg.zh, words[1])
		violation.expected.en == "mapping with `min_version`"
	}
	some violation in tls_min_version.deny with input as {"spec": {"endpoints": [{"tls": {"enabled": "no"}}]}}
	contains(violation.msg.en, "`tls.enabled` is \"no\";")
	violation.expected == true
}

test_tls_switched_off_is_denied if {
	every enabled in [false, "no", "yes", 1] {
		found_at({"tls": {"enabled": enabled, "min_version": "1.3"}}) == {["encrypted", ["tls", "enabled"]]}
	}
	found_at({"tls": {"enabled": false, "protocol": "TLCP"}}) == {["encrypted", ["tls", "enabled"]]}
}

test_tlcp_needs_no_tls_version if {
	found_at({"tlcp": {"enabled": true}}) == set()
	found_at({"tls": {"protocol": "tlcp"}}) == set()
	found_at({"tls": {"protocol": "TLCP", "min_version": "1.1"}}) == set()
}

test_tls_beside_tlcp_still_counts if {
	found_at({"tlcp": {"enabled": true}, "tls": {"min_version": "1.1"}}) == {["version", ["tls", "min_version"]]}
}

test_list_of_endpoints_is_needed if {
	every spec in [{}, null, "x", {"endpoints": null}, {"endpoints": []}, {"endpoints": {"web": {}}}, {"endpoints": "web"}] {
		found(spec) == {["endpoints_listed", ["spec", "endpoints"]]}
	}
}

test_endpoint_must_be_a_mapping if {
	found({"endpoints": ["web", null]}) == {
		["endpoints_listed", ["spec", "endpoints", 0]],
		["endpoints_listed", ["spec", "endpoints", 1]],
	}
}

test_message_names_the_endpoint_and_both_versions if {
	some violation in tls_min_version.deny with input as {"spec": {"endpoints": [{"name": "web", "tls": {"min_version": "1.0"}}]}}
	violation.msg.en == "endpoint \"web\": `tls.min_version` is \"1.0\"; TLS 1.2 or higher is needed"
	violation.msg.zh == "端点“web”的 `tls.min_version` 为“1.0”，应为 TLS 1.2 及以上版本"
	violation.expected.en == "1.2 or higher"
}
