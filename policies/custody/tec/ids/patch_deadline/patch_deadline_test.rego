package fiducia.custody.tec.ids.patch_deadline_test

import data.fiducia.custody.tec.ids.patch_deadline

found(open) := {[violation.check, array.slice(violation.path, 3, 9)] | some violation in denied({"vuln": {"open": open}})}

denied(spec) := violations if {
	violations := patch_deadline.deny with input as {"kind": "MonitoringProfile", "spec": spec}
}

hole := {"id": "V1", "severity": "medium", "age_days": 10, "internet_facing": false}

found_with(changes) := {[check, path[1]] | some [check, path] in found([object.union(hole, changes)])}

test_harmless_holes_pass if {
	found([]) == set()
	found_with({}) == set()
	found_with({"age_days": 0}) == set()
	found_with({"internet_facing": true, "age_days": 300}) == set()
	found_with({"severity": "High", "age_days": 300}) == set()
}

test_boundary_of_the_deadline if {
	found_with({"severity": "critical", "age_days": 30}) == set()
	found_with({"severity": "Critical", "age_days": 31}) == {["patched", "age_days"]}
}

test_high_on_the_internet_is_denied if {
	every severity in ["high", "critical", "HIGH"] {
		found_with({"severity": severity, "internet_facing": true}) == {["none_on_the_internet", "internet_facing"]}
	}
}

test_silence_about_the_internet if {
	every value in [null, "no", 0, []] {
		found_with({"internet_facing": value}) == {["described", "internet_facing"]}
		found_with({"severity": "high", "internet_facing": value}) == {["none_on_the_internet", "internet_facing"]}
	}
}

test_severity_must_be_known if {
	every severity in [null, "", "urgent", "高危", 9.8, true, ["high"]] {
		found_with({"severity": severity}) == {["described", "severity"]}
	}
}

test_age_must_be_a_number if {
	every age in [null, -1, "10", true, [10]] {
		found_with({"severity": "critical", "age_days": age}) == {["described", "age_days"]}
	}
}

test_empty_entry_is_denied_at_its_keys if {
	{violation.path | some violation in denied({"vuln": {"open": [{}]}})} == {["spec", "vuln", "open", 0, key] | some key in ["severity", "age_days", "internet_facing"]}
}

test_list_is_needed if {
	every open in [null, "none", {"V1": {}}] {
		found(open) == {["open_listed", []]}
	}
	found(["V1"]) == {["open_listed", [0]]}
	every spec in [null, {}, {"vuln": null}, {"vuln": []}] {
		{violation.path | some violation in denied(spec)} == {["spec", "vuln", "open"]}
	}
}
