package fiducia.custody.ops.emg.report_deadlines_test

import data.fiducia.custody.ops.emg.report_deadlines

found(incident, platform) := {[violation.check, violation.path] | some violation in violations} if {
	violations := report_deadlines.deny with input as {"metadata": {"platform": "p"}, "spec": {"incident": incident}}
		with data.fiducia.platforms as {"p": platform}
}

ordinary := {"profile": "cn_payment_institution", "cii": false}

critical := {"profile": "cn_payment_institution", "cii": true}

incident(hours) := {"report_deadline_hours": hours, "summary_days": 30, "pboc_channel": "hotline"}

test_boundary_of_an_ordinary_operator if {
	found(incident({"provincial_cac": 4}), ordinary) == set()
	found(incident({"provincial_cac": 0.5}), ordinary) == set()
	found(incident({"provincial_cac": 0}), ordinary) == set()
	found(incident({"provincial_cac": 4.5}), ordinary) == {["authority_deadlines", ["spec", "incident", "report_deadline_hours", "provincial_cac"]]}
	found(incident({"provincial_cac": 24}), ordinary) == {["authority_deadlines", ["spec", "incident", "report_deadline_hours", "provincial_cac"]]}
}

test_boundary_of_critical_infrastructure if {
	found(incident({"protection_department": 1, "public_security": 1}), critical) == set()
	found(incident({"protection_department": 2, "public_security": 1}), critical) == {["authority_deadlines", ["spec", "incident", "report_deadline_hours", "protection_department"]]}
	found(incident({"protection_department": 1, "public_security": 4}), critical) == {["authority_deadlines", ["spec", "incident", "report_deadline_hours", "public_security"]]}
	found(incident({"provincial_cac": 4}), critical) == {
		["authority_deadlines", ["spec", "incident", "report_deadline_hours", "protection_department"]],
		["authority_deadlines", ["spec", "incident", "report_deadline_hours", "public_security"]],
	}
}

test_doubtful_criticality_counts_as_critical if {
	every cii in ["true", "false", 1, []] {
		count(found(incident({"provincial_cac": 4}), {"cii": cii})) == 2
	}
	every platform in [{}, {"cii": null}] {
		found(incident({"provincial_cac": 4}), platform) == set()
	}
}

test_unreadable_deadline_is_denied if {
	every hours in [null, "4", "4h", -1, true, [4], {"max": 4}] {
		found(incident({"provincial_cac": hours}), ordinary) == {["authority_deadlines", ["spec", "incident", "report_deadline_hours", "provincial_cac"]]}
	}
	every deadlines in [null, 4, [4], "4", {}] {
		found(incident(deadlines), ordinary) == {["authority_deadlines", ["spec", "incident", "report_deadline_hours", "provincial_cac"]]}
	}
}

test_boundary_of_the_summary if {
	found({"report_deadline_hours": {"provincial_cac": 4}, "summary_days": 31, "pboc_channel": "hotline"}, ordinary) == {["summary_deadline", ["spec", "incident", "summary_days"]]}
	found({"report_deadline_hours": {"provincial_cac": 4}, "summary_days": 29, "pboc_channel": "hotline"}, ordinary) == set()
	found({"report_deadline_hours": {"provincial_cac": 4}, "summary_days": 0, "pboc_channel": "hotline"}, ordinary) == set()
}

test_unreadable_summary_is_denied if {
	every days in [null, "30", -1, true, [30]] {
		found({"report_deadline_hours": {"provincial_cac": 4}, "summary_days": days, "pboc_channel": "hotline"}, ordinary) == {["summary_deadline", ["spec", "incident", "summary_days"]]}
	}
}

test_channel_is_needed if {
	every channel in [null, "", "tbd", "待定", 12363, true, ["hotline"]] {
		found({"report_deadline_hours": {"provincial_cac": 4}, "summary_days": 30, "pboc_channel": channel}, ordinary) == {["pboc_channel", ["spec", "incident", "pboc_channel"]]}
	}
}

test_section_is_needed if {
	every section in [null, {}, "see wiki", [], 4] {
		found(section, ordinary) == {
			["authority_deadlines", ["spec", "incident", "report_deadline_hours", "provincial_cac"]],
			["summary_deadline", ["spec", "incident", "summary_days"]],
			["pboc_channel", ["spec", "incident", "pboc_channel"]],
		}
	}
}

test_good_practice_on_other_platforms if {
	violations := report_deadlines.deny with input as {"metadata": {"platform": "p"}, "spec": {}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 3
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
}

test_deadlines_are_parameters if {
	every platform, hours in {ordinary: {"provincial_cac": 2.5}, critical: {"protection_department": 0.6, "public_security": 0.6}} {
		violations := report_deadlines.deny with input as {"metadata": {"platform": "p"}, "spec": {"incident": object.union(incident(hours), {"summary_days": 11})}}
			with data.fiducia.platforms as {"p": platform}
			with data.fiducia.params.incident_report_hours as 2
			with data.fiducia.params.incident_report_hours_cii as 0.5
			with data.fiducia.params.incident_summary_days as 10
		count(violations) == 1 + count(hours)
	}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := report_deadlines.deny with input as document
		count(violations) == 3
	}
}
