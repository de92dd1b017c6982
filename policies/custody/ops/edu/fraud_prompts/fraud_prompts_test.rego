package fiducia.custody.ops.edu.fraud_prompts_test

import data.fiducia.custody.ops.edu.fraud_prompts

found(prompts) := violations if {
	violations := fraud_prompts.deny with input as {"kind": "UserEducation", "spec": {"inflow_prompts": prompts}}
}

lacking(prompts) := {violation.expected | some violation in found(prompts)}

test_all_steps_pass if {
	lacking(["transfer", "withdraw", "bind_card"]) == set()
	lacking(["Bind-Card", "开户", "withdraw", "transfer"]) == set()
}

test_each_step_is_needed if {
	lacking(["transfer", "withdraw"]) == {"bind_card"}
	lacking(["transfer", null, 5, "提现"]) == {"withdraw", "bind_card"}
	lacking([]) == {"transfer", "withdraw", "bind_card"}
	{[violation.check, violation.path] | some violation in found([])} == {["prompts", ["spec", "inflow_prompts"]]}
}

test_list_is_needed if {
	every prompts in [null, "transfer", {"transfer": true}, true, 3] {
		{[violation.check, violation.path] | some violation in found(prompts)} == {["prompts", ["spec", "inflow_prompts"]]}
	}
}

test_steps_are_a_parameter if {
	violations := fraud_prompts.deny with input as {"spec": {"inflow_prompts": []}}
		with data.fiducia.params.fraud_prompt_steps as ["top_up"]
	{violation.expected | some violation in violations} == {"top_up"}
}

test_good_practice_on_other_platforms if {
	every spec, number in {{}: 1, {"inflow_prompts": []}: 3} {
		violations := fraud_prompts.deny with input as {"metadata": {"platform": "p"}, "spec": spec}
			with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
		count(violations) == number
		every violation in violations {
			[violation.severity, violation.veto] == ["medium", false]
		}
	}
}

test_document_without_a_spec_lacks_the_list if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := fraud_prompts.deny with input as document
		count(violations) == 1
	}
}
