package fiducia.custody.tec.enc.gm_profile_test

import data.fiducia.custody.tec.enc.gm_profile

found(spec) := found_on(spec, {})

found_on(spec, platform) := {[violation.check, violation.path] | some violation in denied(spec, platform)}

denied(spec, platform) := violations if {
	violations := gm_profile.deny with input as {"kind": "CryptoProfile", "metadata": {"platform": "p"}, "spec": spec}
		with data.fiducia.platforms as {"p": platform}
}

modules := [{"name": "hsm-a", "certified": true, "level": 2}]

good := {"profile": "gm", "modules": modules, "algorithms": [{"use": "sign", "name": "SM2"}, {"use": "encrypt", "name": "SM4-GCM"}]}

# What every check of the rule denies.
faulty := {"profile": "international", "algorithms": [1, {"use": "sign", "name": "RSA"}, {}], "modules": [1, {}]}

# For one algorithm, or several.
found_for(algorithms) := found(object.union(good, {"algorithms": algorithms}))

found_with(module) := found(object.union(good, {"modules": [module]}))

test_national_algorithms_pass if {
	found(good) == set()
	found(object.union(good, {"profile": "GM"})) == set()
	found_for([{"use": "digest", "name": "sm3"}, {"use": "mac", "name": "HMAC-SM3"}, {"use": "Key-Exchange", "name": "SM9"}]) == set()
	found_for([{"use": "encrypt", "name": "SM4"}, {"use": "encrypt", "name": "AES-256-GCM"}]) == set()
}

test_use_without_a_national_algorithm_is_denied if {
	every name in ["RSA-3072", "AES", "SM3", "Blowfish", "SM2-with-SHA256"] {
		found_for([{"use": "sign", "name": name}]) == {["approved_for_use", ["spec", "algorithms", 0, "name"]]}
	}
	found_for([{"use": "digest", "name": "SM3"}, {"use": "sign", "name": "RSA"}, {"use": "SIGN", "name": "ECDSA"}]) == {["approved_for_use", ["spec", "algorithms", 1, "name"]]}
}

test_use_that_one_algorithm_serves if {
	every use in ["digest", "Hash"] {
		found_for([{"use": use, "name": "SM3"}]) == set()
		found_for([{"use": use, "name": "SHA-256"}]) == {["approved_for_use", ["spec", "algorithms", 0, "name"]]}
	}
	found_for([{"use": "mac", "name": "CMAC-SM4"}]) == set()
	found_for([{"use": "mac", "name": "HMAC-SHA256"}]) == {["approved_for_use", ["spec", "algorithms", 0, "name"]]}
}

test_message_names_what_is_used_and_what_is_needed if {
	every use, words in {
		"sign": ["RSA; SM2 or SM9 is needed", "现用 RSA，应采用下列之一：SM2、SM9"],
		"digest": ["RSA; SM3 is needed", "现用 RSA，应采用 SM3"],
	} {
		some violation in denied(object.union(good, {"algorithms": [{"use": use, "name": "RSA"}]}), {})
		endswith(violation.msg.en, words[0])
		endswith(violation.msg.zh, words[1])
	}
}

test_all_algorithms_of_the_use_are_pointed_at if {
	some violation in denied(object.union(good, {"algorithms": [{"use": "sign", "name": "RSA"}, {"use": "sign", "name": "ECDSA"}]}), {})
	[related.path | some related in violation.related] == [["spec", "algorithms", 1, "name"]]
	violation.expected == ["SM2", "SM9"]
}

test_own_words_for_a_use if {
	found_for([{"use": "渠道对账文件加密", "name": "SM4"}]) == set()
	found_for([{"use": "渠道对账文件加密", "name": "AES"}]) == {["approved_for_use", ["spec", "algorithms", 0, "name"]]}
}

test_unreadable_algorithm_is_denied if {
	every value in [null, "", "待定", 7, true, ["SM2"]] {
		found_for([{"use": "sign", "name": value}]) == {["algorithms_listed", ["spec", "algorithms", 0, "name"]]}
		found_for([{"use": value, "name": "SM2"}]) == {["algorithms_listed", ["spec", "algorithms", 0, "use"]]}
	}
	found_for(["SM2"]) == {["algorithms_listed", ["spec", "algorithms", 0]]}
}

test_lists_are_needed if {
	every list in [null, [], "x", {"a": 1}] {
		found(object.union(good, {"algorithms": list, "modules": list})) == {
			["algorithms_listed", ["spec", "algorithms"]],
			["modules_listed", ["spec", "modules"]],
		}
	}
	found(null) == {["profile", ["spec", "profile"]], ["algorithms_listed", ["spec", "algorithms"]], ["modules_listed", ["spec", "modules"]]}
}

test_other_profile_is_denied if {
	every name in [null, "", "international", true, ["gm"]] {
		found(object.union(good, {"profile": name})) == {["profile", ["spec", "profile"]]}
	}
}

test_module_without_certificate_is_denied if {
	every value in [null, false, "true", 1] {
		found_with({"name": "soft-lib", "certified": value, "level": 2}) == {["certified", ["spec", "modules", 0, "certified"]]}
	}
	found_with("hsm-a") == {["modules_listed", ["spec", "modules", 0]]}
}

test_level_of_a_module if {
	found_with({"certified": true, "level": 3}) == set()
	every level in [1, null, "2", true, [2]] {
		found_with({"certified": true, "level": level}) == {["module_level", ["spec", "modules", 0, "level"]]}
	}
}

test_level_counts_from_mlps_level_3 if {
	low := object.union(good, {"modules": [{"name": "a", "certified": true, "level": 1}]})
	found_on(low, {"profile": "broker", "mlps": {"level": 2}}) == set()
	every level in [3, 4, null, "2", "二级"] {
		found_on(low, {"profile": "broker", "mlps": {"level": level}}) == {["module_level", ["spec", "modules", 0, "level"]]}
	}
}

test_platform_without_assessment_is_left_alone if {
	every spec in [{}, faulty] {
		found_on(spec, {"profile": "broker", "crypto_assessment_required": false}) == set()
		found_on(spec, {"profile": "payment_eu"}) == set()
	}
}

test_platform_that_says_nothing_clear_is_judged if {
	every platform in [{}, {"profile": "broker"}, {"profile": "broker", "crypto_assessment_required": null}, {"profile": "broker", "crypto_assessment_required": "no"}] {
		count(found_on({}, platform)) == 3
	}
	nobody := gm_profile.deny with input as {"kind": "CryptoProfile", "spec": {}}
	count(nobody) == 3
}

test_good_practice_on_other_platforms if {
	violations := denied(faulty, {"profile": "payment_eu", "crypto_assessment_required": true})
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
	{violation.check | some violation in violations} == {"profile", "algorithms_listed", "approved_for_use", "modules_listed", "certified", "module_level"}
}
