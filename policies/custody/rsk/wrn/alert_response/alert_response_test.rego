package fiducia.custody.rsk.wrn.alert_response_test

import data.fiducia.custody.rsk.wrn.alert_response

found(alerts) := {[violation.check, violation.path] | some violation in violations} if {
	violations := alert_response.deny with input as {"kind": "MonitoringProfile", "spec": {"alerts": alerts}}
}

slow := {["acknowledged", ["spec", "alerts", "ack_minutes_p95"]]}

test_boundary if {
	every minutes in [0, 8, 15] {
		found({"ack_minutes_p95": minutes}) == set()
	}
	every minutes in [15.1, 240, -1] {
		found({"ack_minutes_p95": minutes}) == slow
	}
}

test_unreadable_times_are_denied if {
	every minutes in [null, "8", "8 min", true, [8]] {
		found({"ack_minutes_p95": minutes}) == slow
	}
}

test_section_is_needed if {
	every alerts in [null, {}, 8, []] {
		found(alerts) == slow
	}
}
