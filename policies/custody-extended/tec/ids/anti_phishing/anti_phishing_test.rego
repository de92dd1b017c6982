package fiducia.custody_extended.tec.ids.anti_phishing_test

import data.fiducia.custody_extended.tec.ids.anti_phishing

good := {"dmarc_policy": "reject", "lookalike_monitoring": true, "takedown_sla_hours": 24}

found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := anti_phishing.deny with input as {"kind": "MonitoringProfile", "spec": spec}
}

found_with(changes) := {path[2] | some [_, path] in found({"antiphishing": object.union(good, changes)})}

test_measures_pass if {
	found_with({}) == set()
	found_with({"dmarc_policy": "Quarantine", "takedown_sla_hours": 1}) == set()
}

test_weak_policy_is_denied if {
	every policy in ["none", "", null, true, ["reject"]] {
		found_with({"dmarc_policy": policy}) == {"dmarc_policy"}
	}
}

test_unwatched_domains_are_denied if {
	every value in [false, null, "true", 1] {
		found_with({"lookalike_monitoring": value}) == {"lookalike_monitoring"}
	}
}

test_slow_takedown_is_denied if {
	every hours in [24.5, 72, 0, -1, null, "24", true] {
		found_with({"takedown_sla_hours": hours}) == {"takedown_sla_hours"}
	}
}

test_section_is_needed if {
	every spec in [null, {}, {"antiphishing": null}, {"antiphishing": "dmarc"}, {"antiphishing": []}] {
		found(spec) == {["measures", ["spec", "antiphishing", key]] | some key, _ in good}
	}
}
