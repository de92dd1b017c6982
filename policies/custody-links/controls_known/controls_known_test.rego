package fiducia.custody_links.controls_known_test

import data.fiducia.custody_links.controls_known

document(kind, platform, spec) := {"path": "x.yaml", "index": 0, "content": {"kind": kind, "metadata": {"name": platform, "platform": platform}, "spec": spec}}

found(documents) := {[violation.path[1], array.slice(violation.path, 4, 99)] | some violation in violations} if {
	violations := controls_known.deny with input as {"documents": documents}
}

test_known_controls_pass if {
	found([
		document("ImprovementPlan", "p", {"tasks": [{"control_id": "TEC-PRO-01"}]}),
		document("RiskRegister", "p", {"risks": [{"controls": ["OPS-EMG-07", "CUS-AGR-03"]}]}),
	]) == set()
}

test_each_place_is_read if {
	every sample in [
		["ImprovementPlan", {"tasks": [{"control_id": "TEC-PRO-99"}]}, ["tasks", 0, "control_id"]],
		["RiskRegister", {"risks": [{"controls": ["TEC-PRO-01", "TEC-PRO-99"]}]}, ["risks", 0, "controls", 1]],
		["RiskRegister", {"exceptions": [{"control": "TEC-PRO-99"}]}, ["exceptions", 0, "control"]],
		["Roadmap", {"themes": [{"controls": ["TEC-PRO-99"]}]}, ["themes", 0, "controls", 0]],
		["Assessment", {"evidence": [{"control": "TEC-PRO-99"}]}, ["evidence", 0, "control"]],
		["Assessment", {"compensating_measures": [{"control": "TEC-PRO-99"}]}, ["compensating_measures", 0, "control"]],
		["Assessment", {"onsite": {"samples": [{"control": "TEC-PRO-99"}]}}, ["onsite", "samples", 0, "control"]],
		["ComplianceFile", {"obligations": [{"control_ids": ["TEC-PRO-99"]}]}, ["obligations", 0, "control_ids", 0]],
	] {
		found([document(sample[0], "p", sample[1])]) == {[0, sample[2]]}
	}
}

test_ids_are_exact if {
	found([document("ImprovementPlan", "p", {"tasks": [{"control_id": "tec-pro-01"}]})]) == {[0, ["tasks", 0, "control_id"]]}
}

test_own_controls_can_be_added if {
	violations := controls_known.deny with input as {"documents": [document("ImprovementPlan", "p", {"tasks": [{"control_id": "OWN-1"}]})]}
		with data.fiducia.params.known_controls as ["OWN-1"]
	violations == set()
}

hint(id) := [violation.msg.en | some violation in violations][0] if {
	violations := controls_known.deny with input as {"documents": [document("ImprovementPlan", "p", {"tasks": [{"control_id": id}]})]}
}

test_what_was_meant_is_named if {
	hint("tec_pro_01") == "there is no control \"tec_pro_01\"; did you mean TEC-PRO-01?"
	hint("Tec Pro 01") == "there is no control \"Tec Pro 01\"; did you mean TEC-PRO-01?"
	hint("TEC-PRO-1") == "there is no control \"TEC-PRO-1\"; did you mean TEC-PRO-01?"
	hint("TEX-PRO-01") == "there is no control \"TEX-PRO-01\"; did you mean TEC-PRO-01?"
	hint("CUS-SEGG-04") == "there is no control \"CUS-SEGG-04\"; did you mean CUS-SEG-04?"
	# Several are as near, or none is.
	every id in ["TEC-PRO-00", "HOUSE-01", "加密改造", "x", sprintf("TEC-PRO-01%s", [concat("", [c | some _ in numbers.range(1, 500); c := "x"])])] {
		hint(id) == sprintf("there is no control \"%s\"", [id])
	}
}

# Whether the only known id is taken for what was meant.
taken(known, id) if {
	some violation in controls_known.deny with input as {"documents": [document("ImprovementPlan", "p", {"tasks": [{"control_id": id}]})]}
		with data.fiducia.params.known_controls as [known]
	violation.msg.zh == sprintf("不存在控制项“%s”，是否应为 %s？", [id, known])
}

test_one_letter_may_differ_anywhere if {
	every id in ["XWN-1", "OXN-1", "OWN-9", "XOWN-1", "OWN-1X", "WN-1", "OWN"] {
		taken("OWN-1", id)
	}
	every id in ["XWN-9", "OWN-123", "WN", "NWO-1"] {
		not taken("OWN-1", id)
	}
}

test_long_names_are_not_compared if {
	taken("ABCDEFGHIJKL", "ABCDEFGHIJKX")
	not taken("ABCDEFGHIJKL", "ABCDEFGHIJKLM")
	not taken("ABCDEFGHIJKLM", "ABCDEFGHIJKLX")
}
