package fiducia.custody_extended.rsk.wrn.key_risk_indicators_test

import data.fiducia.custody_extended.rsk.wrn.key_risk_indicators

found(kri) := {[violation.check, array.slice(violation.path, 2, 4)] | some violation in violations} if {
	violations := key_risk_indicators.deny with input as {"kind": "MonitoringProfile", "spec": {"kri": kri}}
}

indicator(name) := {"name": name, "target": 0, "limit": 0, "last_value": 0, "date": "2026-11-01"}

five := [indicator(name) | some name in ["a", "b", "c", "d", "e"]]

test_five_are_enough if {
	found(five) == set()
	found(array.slice(five, 0, 4)) == {["enough", []]}
	found(array.concat(array.slice(five, 0, 4), [indicator("A")])) == {["enough", []]}
}

test_age if {
	found(array.concat(five, [object.union(indicator("f"), {"date": "2026-10-22"})])) == set()
	found(array.concat(five, [object.union(indicator("f"), {"date": "2026-10-21"})])) == {["indicators_complete", [5, "date"]]}
}

test_every_field_is_needed if {
	every key in ["name", "target", "limit", "last_value", "date"] {
		every value in [null, "", "tbd", true, [], {}] {
			found(array.concat(five, [object.union(indicator("f"), {key: value})])) == {["indicators_complete", [5, key]]}
		}
	}
}

test_list_is_needed if {
	every kri in [null, [], "monthly", {}] {
		found(kri) == {["enough", []]}
	}
	found(array.concat(five, ["f"])) == {["enough", [5]]}
}

test_messages_name_the_indicator_and_count_them if {
	violations := key_risk_indicators.deny with input as {"spec": {"kri": [object.union(indicator("breaks"), {"limit": null})]}}
	{violation.path | some violation in violations} == {["spec", "kri"], ["spec", "kri", 0, "limit"]}
	{violation.msg.en | some violation in violations} == {
		"key risk indicator \"breaks\": `limit` is missing; it must be a number, or a text that says something",
		"key risk indicators: 1; at least 5 are needed",
	}
}

test_a_list_that_is_missing_is_told_once if {
	every list in [null, [], "monthly"] {
		violations := key_risk_indicators.deny with input as {"spec": {"kri": list}}
		count(violations) == 1
	}
}
