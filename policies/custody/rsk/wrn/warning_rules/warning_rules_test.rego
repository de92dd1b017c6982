package fiducia.custody.rsk.wrn.warning_rules_test

import data.fiducia.custody.rsk.wrn.warning_rules

found(alerts) := {[violation.check, array.slice(violation.path, 3, 5), violation.expected] | some violation in violations} if {
	violations := warning_rules.deny with input as {"kind": "MonitoringProfile", "spec": {"alerts": alerts}}
}

places(alerts) := {[check, place] | some [check, place, _] in found(alerts)}

alert(metric) := {"metric": metric, "threshold": 0.00, "severity": "critical", "action": "freeze", "owner": "treasury"}

others := [alert(metric) | some metric in ["large_amount", "velocity", "New-Device", "login anomaly"]]

test_complete_rules_pass if {
	found({"rules": array.concat(others, [alert("balance_mismatch")])}) == set()
	found({"rules": array.concat(others, [object.union(alert("balance_mismatch"), {"threshold": "any"})])}) == set()
}

test_every_field_is_needed if {
	every key in ["threshold", "severity", "action", "owner"] {
		every value in [null, "", "TBD", "待定", true, [], {}] {
			places({"rules": array.concat(others, [object.union(alert("balance_mismatch"), {key: value})])}) == {["rules_complete", [4, key]]}
		}
	}
	places({"rules": array.concat(others, [alert("balance_mismatch"), alert(5)])}) == {["rules_complete", [5, "metric"]]}
}

test_every_metric_is_needed if {
	found({"rules": others}) == {["metrics_covered", [], "balance_mismatch"]}
}

test_list_is_needed if {
	every alerts in [null, {}, "siem", [], {"rules": null}, {"rules": []}, {"rules": "siem"}] {
		places(alerts) == {["rules_listed", []], ["metrics_covered", []]}
		count(found(alerts)) == 6
	}
	["rules_listed", [4]] in places({"rules": array.concat(others, ["x"])})
}

test_messages_name_the_metric if {
	violations := warning_rules.deny with input as {"spec": {"alerts": {"rules": array.concat(others, [object.union(alert("sessions"), {"owner": null})])}}}
	{violation.path | some violation in violations} == {["spec", "alerts", "rules"], ["spec", "alerts", "rules", 4, "owner"]}
	{violation.msg.en | some violation in violations} == {
		"alert rule \"sessions\": `owner` is missing; it must be a text that says something",
		"no alert rule watches \"balance_mismatch\"",
	}
}
