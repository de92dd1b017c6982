package fiducia.custody.fut.post_quantum_plan_test

import data.fiducia.custody.fut.post_quantum_plan

found(pqc) := {[violation.check, violation.path] | some violation in violations} if {
	violations := post_quantum_plan.deny with input as {"kind": "CryptoProfile", "spec": {"pqc": pqc}}
}

inventory := ["inventoried", ["spec", "pqc", "inventory_percent"]]

plan := ["planned", ["spec", "pqc", "plan", "target_year"]]

test_boundaries if {
	found({"inventory_percent": 90, "plan": {"target_year": 2035}}) == set()
	found({"inventory_percent": 100, "plan": {"target_year": "2032"}}) == set()
	found({"inventory_percent": 89, "plan": {"target_year": 2035}}) == {inventory}
	found({"inventory_percent": 90, "plan": {"target_year": 2036}}) == {plan}
}

test_unreadable_values_are_denied if {
	every value in [null, "95", 101, true, []] {
		found({"inventory_percent": value, "plan": {"target_year": 2032}}) == {inventory}
	}
	every value in [null, "soon", 32, 2032.5, true, []] {
		found({"inventory_percent": 95, "plan": {"target_year": value}}) == {plan}
	}
	every value in [null, {}, "2032", []] {
		found({"inventory_percent": 95, "plan": value}) == {plan}
	}
}

test_section_is_needed if {
	every pqc in [null, {}, "planned", []] {
		found(pqc) == {inventory, plan}
	}
}
