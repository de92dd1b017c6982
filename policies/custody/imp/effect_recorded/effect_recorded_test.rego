package fiducia.custody.imp.effect_recorded_test

import data.fiducia.custody.imp.effect_recorded

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := effect_recorded.deny with input as {"kind": "EffectMetrics", "spec": spec}
}

effect := {"before_score": 61, "after_score": 83, "cost": 1200000, "avoided_loss": 3000000}

test_recorded_effect_passes if {
	found(effect) == set()
	found({"before_score": 0, "after_score": 100, "cost": 0.5, "avoided_loss": 0}) == set()
	found({"before_score": 100, "after_score": 0, "cost": 0.5, "avoided_loss": 0}) == set()
	found(object.union(effect, {"roi": 1.5})) == set()
	found(object.union(effect, {"roi": 1.505})) == set()
	found(object.union(effect, {"cost": 3000000, "avoided_loss": 1000000, "roi": -0.67})) == set()
}

test_every_figure_is_needed if {
	every key in ["before_score", "after_score", "cost", "avoided_loss"] {
		every value in [null, "61", -1, true, [], {}] {
			found(object.union(effect, {key: value})) == {["figures", ["spec", key]]}
		}
	}
	every key in ["before_score", "after_score"] {
		found(object.union(effect, {key: 100.1})) == {["figures", ["spec", key]]}
	}
	every cost in [0, -0.5, -1, "many"] {
		found(object.union(effect, {"cost": cost, "roi": 5})) == {["figures", ["spec", "cost"]]}
	}
	found(object.union(effect, {"avoided_loss": "much", "roi": 5})) == {["figures", ["spec", "avoided_loss"]]}
}

test_wrong_return_is_denied if {
	every roi in [1.52, 2.5, 150, "1.5", true, [1.5]] {
		found(object.union(effect, {"roi": roi})) == {["return_computed", ["spec", "roi"]]}
	}
}

test_the_tolerance_is_allowed if {
	every roi, paths in {"2": set(), "1": set(), "2.01": {["spec", "roi"]}, "0.99": {["spec", "roi"]}} {
		violations := effect_recorded.deny with input as {"spec": object.union(effect, {"roi": to_number(roi)})}
			with data.fiducia.params.roi_tolerance as 0.5
		{violation.path | some violation in violations} == paths
	}
}

computed(change) := [[violation.expected, violation.msg.en] | some violation in violations] if {
	violations := effect_recorded.deny with input as {"spec": object.union(effect, change)}
}

test_the_return_that_is_due_is_told if {
	computed({"roi": 2}) == [[1.5, "`roi` is 2; (3000000 - 1200000) / 1200000 is 1.5"]]
	computed({"roi": 0, "cost": 3, "avoided_loss": 1}) == [[-0.67, "`roi` is 0; (1 - 3) / 3 is -0.67"]]
	computed({"roi": 0, "cost": 1, "avoided_loss": 3}) == [[2, "`roi` is 0; (3 - 1) / 1 is 2"]]
}

test_spec_is_needed if {
	every spec in [null, {}, [], "good"] {
		found(spec) == {["figures", ["spec", key]] | some key in ["before_score", "after_score", "cost", "avoided_loss"]}
	}
}
