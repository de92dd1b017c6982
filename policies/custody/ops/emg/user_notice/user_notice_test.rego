package fiducia.custody.ops.emg.user_notice_test

import data.fiducia.custody.ops.emg.user_notice

found(notice) := {[violation.check, array.slice(violation.path, 3, 4)] | some violation in violations} if {
	violations := user_notice.deny with input as {"kind": "EmergencyPlan", "spec": {"incident": {"user_notice": notice}}}
}

test_boundary_of_the_channels if {
	found({"channels": ["sms", "app"], "template": "T1"}) == set()
	every channels in [["sms"], ["sms", "SMS "], ["sms", "tbd"], ["sms", 5], [], null, "sms, app", {"sms": true}] {
		found({"channels": channels, "template": "T1"}) == {["channels", ["channels"]]}
	}
}

test_template_is_needed if {
	every template in [null, "", "待定", true, 1, ["T1"]] {
		found({"channels": ["sms", "app"], "template": template}) == {["template", ["template"]]}
	}
}

test_section_is_needed if {
	every section in [null, {}, "sms", [], true] {
		found(section) == {["channels", ["channels"]], ["template", ["template"]]}
	}
	every document in [{}, {"spec": {"incident": "x"}}, null] {
		violations := user_notice.deny with input as document
		count(violations) == 2
	}
}

test_good_practice_on_other_platforms if {
	violations := user_notice.deny with input as {"metadata": {"platform": "p"}, "spec": {}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 2
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
}

test_number_of_channels_is_a_parameter if {
	every channels, checks in {["sms", "app", "email"]: set(), ["sms", "app"]: {"channels"}} {
		violations := user_notice.deny with input as {"spec": {"incident": {"user_notice": {"channels": channels, "template": "T1"}}}}
			with data.fiducia.params.user_notice_channels as 3
		{violation.check | some violation in violations} == checks
	}
}
