package fiducia.custody.rsk.asm.risk_register_complete_test

import data.fiducia.custody.rsk.asm.risk_register_complete

found(risks) := {[violation.check, array.slice(violation.path, 2, 4), violation.expected] | some violation in violations} if {
	violations := risk_register_complete.deny with input as {"kind": "RiskRegister", "spec": {"risks": risks}}
}

places(risks) := {[check, path] | some [check, path, _] in found(risks)}

risk(category) := {"id": "R1", "category": category, "owner": "ciso", "likelihood": 1, "impact": 5, "response": "mitigate", "review_date": "2026-12-01"}

others := [risk(category) | some category in ["operational", "Market", "legal"]]

test_complete_register_passes if found(array.concat([risk("technical")], others)) == set()

test_every_field_is_needed if {
	every key in ["owner", "likelihood", "impact", "response", "review_date"] {
		every value in [null, "", "tbd", 0, 6, 2.5, true, []] {
			places(array.concat(others, [object.union(risk("technical"), {key: value})])) == {["entries_complete", [3, key]]}
		}
	}
	places(array.concat(others, [risk("technical"), risk(null)])) == {["entries_complete", [4, "category"]]}
}

test_scores_are_from_one_to_five if {
	every key in ["likelihood", "impact"] {
		every value in [1, 2, 5] {
			found(array.concat(others, [object.union(risk("technical"), {key: value})])) == set()
		}
		places(array.concat(others, [object.union(risk("technical"), {key: "3"})])) == {["entries_complete", [3, key]]}
	}
}

test_every_category_is_needed if {
	found(others) == {["categories_covered", [], "technical"]}
	found([risk("technical")]) == {["categories_covered", [], category] | some category in ["operational", "market", "legal"]}
}

test_list_is_needed if {
	every risks in [null, [], "none", {}] {
		places(risks) == {["risks_listed", []], ["categories_covered", []]}
	}
	["risks_listed", [3]] in places(array.concat(others, ["R4"]))
}

test_messages_name_the_risk_and_the_category if {
	violations := risk_register_complete.deny with input as {"spec": {"risks": array.concat(others, [object.union(risk("technical"), {"owner": null})])}}
	{[violation.path, violation.msg.en] | some violation in violations} == {[["spec", "risks", 3, "owner"], "risk \"R1\": `owner` is missing; it must be a text that says something"]}
	lacking := risk_register_complete.deny with input as {"spec": {"risks": others}}
	{[violation.msg.en, violation.msg.zh] | some violation in lacking} == {["no risk of the register is of the category \"technical\"", "风险登记册中没有“技术”（technical）类风险"]}
}
