package fiducia.custody.documents_complete_test

import data.fiducia.custody.documents_complete

platform(spec) := {"kind": "Platform", "metadata": {"name": "p", "platform": "p"}, "spec": spec}

needs := {"any": ["RiskRegister", "EmergencyPlan", "UserEducation"], "legacy_p2p": ["RiskRegister"]}

lacking(document, kinds) := {violation.msg.en | some violation in violations} if {
	violations := documents_complete.deny with input as document
		with data.fiducia.kinds as kinds
		with data.fiducia.params.documents_of_profile as needs
}

test_complete_platform_passes if {
	lacking(platform({"profile": "broker"}), {"p": ["EmergencyPlan", "Platform", "RiskRegister", "UserEducation"]}) == set()
}

test_each_missing_kind_is_told if {
	lacking(platform({"profile": "broker"}), {"p": ["Platform", "UserEducation"], "q": ["EmergencyPlan"]}) == {
		"platform \"p\" has no document of the kind RiskRegister",
		"platform \"p\" has no document of the kind EmergencyPlan",
	}
}

test_nothing_there_lacks_everything if {
	count(lacking(platform({"profile": "broker"}), {})) == 3
}

test_profiles_have_lists_of_their_own if {
	lacking(platform({"profile": "legacy_p2p"}), {}) == {"platform \"p\" has no document of the kind RiskRegister"}
}

test_profile_that_nobody_knows_needs_the_most[name] if {
	some name, spec in {"none": {}, "null": {"profile": null}, "other": {"profile": "x"}, "list": {"profile": ["legacy_p2p"]}, "text": "x"}
	count(lacking(platform(spec), {})) == 3
}

test_platform_without_a_name_is_left_to_the_schema if {
	lacking({"kind": "Platform", "metadata": {"name": null}, "spec": {}}, {}) == set()
	lacking({"kind": "Platform"}, {}) == set()
}

test_place_and_expectation if {
	some violation in documents_complete.deny with input as platform({"profile": "legacy_p2p"})
		with data.fiducia.kinds as {}
		with data.fiducia.params.documents_of_profile as needs
	violation.path == ["metadata", "name"]
	violation.expected.zh == "该平台的 RiskRegister 文档"
}

test_default_lists if {
	needed := data.fiducia.params.documents_of_profile
	count(needed.any) == 16
	every _, kinds in needed {
		{kind | some kind in kinds} - {kind | some kind in needed.any} == set()
	}
}
