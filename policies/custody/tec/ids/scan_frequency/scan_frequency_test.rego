package fiducia.custody.tec.ids.scan_frequency_test

import data.fiducia.custody.tec.ids.scan_frequency

found(scan) := {[violation.check, array.slice(violation.path, 3, 9)] | some violation in denied({"vuln": {"scan": scan}})}

denied(spec) := violations if {
	violations := scan_frequency.deny with input as {"kind": "MonitoringProfile", "spec": spec}
}

test_at_the_limits_passes if {
	found({"critical_days": 7, "other_days": 90}) == set()
	found({"critical_days": 1, "other_days": 1}) == set()
}

test_rare_scans_of_critical_systems_are_denied if {
	every days in [8, 365, 0, -1, null, "7", true, [7]] {
		found({"critical_days": days, "other_days": 30}) == {["critical", ["critical_days"]]}
	}
}

test_rare_scans_of_other_systems_are_denied if {
	every days in [91, 0, null, "30", true, [30]] {
		found({"critical_days": 7, "other_days": days}) == {["other", ["other_days"]]}
	}
}

test_section_is_needed if {
	every spec in [null, {}, {"vuln": null}, {"vuln": {}}, {"vuln": {"scan": "weekly"}}, {"vuln": {"scan": []}}] {
		{[violation.check, violation.path] | some violation in denied(spec)} == {
			["critical", ["spec", "vuln", "scan", "critical_days"]],
			["other", ["spec", "vuln", "scan", "other_days"]],
		}
	}
}
