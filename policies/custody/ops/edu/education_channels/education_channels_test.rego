package fiducia.custody.ops.edu.education_channels_test

import data.fiducia.custody.ops.edu.education_channels

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := education_channels.deny with input as {"kind": "UserEducation", "spec": spec}
		with data.fiducia.today as "2026-11-22"
}

channels := ["channels", ["spec", "channels"]]

campaign := ["last_campaign", ["spec", "last_campaign"]]

test_boundaries if {
	found({"channels": ["notice", "email", "sms"], "last_campaign": "2026-08-24"}) == set()
	found({"channels": ["notice", "email"], "last_campaign": "2026-08-24"}) == {channels}
	found({"channels": ["notice", "email", "sms"], "last_campaign": "2026-08-23"}) == {campaign}
	found({"channels": ["notice", "email", "sms"], "last_campaign": "2026-11-23"}) == {campaign}
}

test_channels_must_differ_and_be_readable if {
	every value in [["sms", "SMS", "sms "], ["sms", "app", "tbd"], ["sms", "app", 3], [], null, "sms, app, email", {"sms": 1, "app": 2, "email": 3}] {
		found({"channels": value, "last_campaign": "2026-10-01"}) == {channels}
	}
}

test_campaign_must_be_a_date if {
	every value in [null, "", "2026-Q3", 20261001, ["2026-10-01"]] {
		found({"channels": ["notice", "email", "sms"], "last_campaign": value}) == {campaign}
	}
}

test_everything_is_needed if {
	every spec in [null, {}, "x", []] {
		found(spec) == {channels, campaign}
	}
}

test_channels_and_interval_are_parameters if {
	violations := education_channels.deny with input as {"spec": {"channels": ["notice", "email", "sms"], "last_campaign": "2026-10-22"}}
		with data.fiducia.params.education_channels as 4
		with data.fiducia.params.education_interval_days as 30
	{violation.check | some violation in violations} == {"channels", "last_campaign"}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := education_channels.deny with input as document
		count(violations) == 2
	}
}
