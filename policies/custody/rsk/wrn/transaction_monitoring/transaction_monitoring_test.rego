package fiducia.custody.rsk.wrn.transaction_monitoring_test

import data.fiducia.custody.rsk.wrn.transaction_monitoring

found(transactions) := {[violation.check, violation.path[2]] | some violation in violations} if {
	violations := transaction_monitoring.deny with input as {"kind": "MonitoringProfile", "spec": {"transactions": transactions}}
}

test_real_time_and_everything_passes if {
	every mode in ["realtime", "Real-Time", "real_time", "实时"] {
		found({"mode": mode, "coverage_percent": 100}) == set()
	}
}

test_other_modes_are_denied if {
	every mode in ["batch", "hourly", "off"] {
		found({"mode": mode, "coverage_percent": 100}) == {["in_real_time", "mode"]}
	}
	every mode in [null, "", "none", "无", true, ["realtime"]] {
		found({"mode": mode, "coverage_percent": 100}) == {["monitored", "mode"]}
	}
}

test_coverage if {
	every coverage in [99.9, 40, 0, 101, null, "100", true] {
		found({"mode": "realtime", "coverage_percent": coverage}) == {["all_covered", "coverage_percent"]}
	}
}

test_section_is_needed if {
	every section in [null, {}, "realtime", []] {
		found(section) == {["monitored", "mode"], ["all_covered", "coverage_percent"]}
	}
}
