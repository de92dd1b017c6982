package fiducia.custody.rsk.asm.risk_scores_consistent_test

import data.fiducia.custody.rsk.asm.risk_scores_consistent

found(risks) := {[violation.check, array.slice(violation.path, 2, 4), violation.expected] | some violation in violations} if {
	violations := risk_scores_consistent.deny with input as {"kind": "RiskRegister", "spec": {"risks": risks}}
}

risk(likelihood, impact, score, level) := {"id": "R1", "likelihood": likelihood, "impact": impact, "score": score, "level": level}

test_bands if {
	found([
		risk(1, 1, 1, "low"), risk(2, 2, 4, "Low"), risk(1, 5, 5, "medium"), risk(3, 3, 9, "medium"), risk(2, 5, 10, "high"),
		risk(4, 3, 12, "high"), risk(3, 5, 15, "extreme"), risk(5, 5, 25, "extreme"),
	]) == set()
}

test_wrong_level_is_denied if {
	found([risk(3, 3, 9, "high")]) == {["level_of_band", [0, "level"], "medium"]}
	found([risk(2, 2, 4, "medium")]) == {["level_of_band", [0, "level"], "low"]}
	every level in [null, "", "huge", 5, ["extreme"]] {
		found([risk(3, 5, 15, level)]) == {["level_of_band", [0, "level"], "extreme"]}
	}
}

test_wrong_score_is_denied if {
	every score in [null, 14, 15.5, "15", true] {
		found([risk(3, 5, score, "extreme")]) == {["score_is_product", [0, "score"], 15]}
	}
	found([risk(3, 5, 6, "low")]) == {["score_is_product", [0, "score"], 15], ["level_of_band", [0, "level"], "extreme"]}
}

test_factors_must_be_readable if {
	every value in [null, 0, 6, "3", 2.5, true] {
		{[check, path] | some [check, path, _] in found([risk(value, 5, 15, "extreme")])} == {["factors", [0, "likelihood"]]}
		{[check, path] | some [check, path, _] in found([risk(3, value, 15, "extreme")])} == {["factors", [0, "impact"]]}
	}
}

test_list_is_needed if {
	every risks in [null, [], "R1", {}] {
		{[check, path] | some [check, path, _] in found(risks)} == {["risks_listed", []]}
	}
	{[check, path] | some [check, path, _] in found(["R1"])} == {["risks_listed", [0]]}
}

said(risks) := {violation.msg.en | some violation in violations} if {
	violations := risk_scores_consistent.deny with input as {"spec": {"risks": risks}}
}

test_messages_show_the_sum if {
	said([risk(3, 5, 6, "low")]) == {
		"risk \"R1\": `score` is 6; 3 times 5 is 15",
		"risk \"R1\": `level` is \"low\"; a score of 15 is \"extreme\"",
	}
	said([risk(3, 5, null, null)]) == {
		"risk \"R1\": `score` is missing; 3 times 5 is 15",
		"risk \"R1\": `level` is missing; a score of 15 is \"extreme\"",
	}
	violations := risk_scores_consistent.deny with input as {"spec": {"risks": [risk(0, 5, 6, "low")]}}
	{violation.path | some violation in violations} == {["spec", "risks", 0, "likelihood"]}
	said([risk(0, 5, 6, "low")]) == {"risk \"R1\": `likelihood` is 0; it must be a whole number from 1 to 5"}
}
