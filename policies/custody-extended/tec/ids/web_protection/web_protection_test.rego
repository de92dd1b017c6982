package fiducia.custody_extended.tec.ids.web_protection_test

import data.fiducia.custody_extended.tec.ids.web_protection

found(apps) := {[violation.check, array.slice(violation.path, 3, 9)] | some violation in denied({"web": {"apps": apps}})}

denied(spec) := violations if {
	violations := web_protection.deny with input as {"kind": "NetworkProfile", "spec": spec}
}

test_blocking_passes if {
	found([{"name": "portal", "public": true, "waf": {"mode": "Block"}}]) == set()
	found([{"name": "reports", "public": false}]) == set()
	found([]) == set()
}

test_anything_but_blocking_is_denied if {
	every mode in ["alert", "off", "", null, true, 1, ["block"]] {
		found([{"public": true, "waf": {"mode": mode}}]) == {["blocking", [0, "waf", "mode"]]}
	}
	every waf in [null, "block", true, [], {}] {
		found([{"public": true, "waf": waf}]) == {["blocking", [0, "waf", "mode"]]}
	}
}

test_empty_entry_is_denied_at_its_keys if {
	{violation.path | some violation in denied({"web": {"apps": [{}]}})} == {["spec", "web", "apps", 0, "public"], ["spec", "web", "apps", 0, "waf", "mode"]}
}

test_silence_counts_as_public if {
	every value in [null, "no", 0] {
		found([{"public": value}]) == {["public_stated", [0, "public"]], ["blocking", [0, "waf", "mode"]]}
		found([{"public": value, "waf": {"mode": "block"}}]) == {["public_stated", [0, "public"]]}
	}
}

test_list_is_needed if {
	every apps in [null, "portal", {"portal": {}}] {
		found(apps) == {["apps_listed", []]}
	}
	found(["portal"]) == {["apps_listed", [0]]}
	every spec in [null, {}, {"web": null}, {"web": []}] {
		{violation.path | some violation in denied(spec)} == {["spec", "web", "apps"]}
	}
}
