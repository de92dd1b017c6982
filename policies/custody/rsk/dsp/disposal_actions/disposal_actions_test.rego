package fiducia.custody.rsk.dsp.disposal_actions_test

import data.fiducia.custody.rsk.dsp.disposal_actions

found(disposal) := {[violation.check, violation.path] | some violation in violations} if {
	violations := disposal_actions.deny with input as {"kind": "MonitoringProfile", "spec": {"disposal": disposal}}
}

lacking := {["actions_at_hand", ["spec", "disposal", "actions"]]}

test_all_actions_pass if {
	found({"actions": ["verify", "reidentify", "delay", "restrict", "suspend"]}) == set()
	found({"actions": ["Suspend", "restrict", "delay", "reidentify", "verify", "notify"]}) == set()
}

test_every_action_is_needed if {
	all := ["verify", "reidentify", "delay", "restrict", "suspend"]
	every one in all {
		found({"actions": [action | some action in all; action != one]}) == lacking
	}
}

test_unreadable_actions_are_denied if {
	every actions in [null, [], "verify", [null], {"verify": true}, 5] {
		found({"actions": actions}) == lacking
	}
	every section in [null, {}, [], "all"] {
		found(section) == lacking
	}
}

test_good_practice_on_other_platforms if {
	violations := disposal_actions.deny with input as {"metadata": {"platform": "p"}, "spec": {}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
