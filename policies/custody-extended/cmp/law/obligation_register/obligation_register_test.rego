package fiducia.custody_extended.cmp.law.obligation_register_test

import data.fiducia.custody_extended.cmp.law.obligation_register

found(obligations) := {[violation.check, array.slice(violation.path, 2, 4)] | some violation in violations} if {
	violations := obligation_register.deny with input as {"kind": "ComplianceFile", "spec": {"obligations": obligations}}
}

duty(change) := object.union({"clause_id": "CSL-23-3", "version_date": "2026-01-01", "owner": "legal", "control_ids": ["TEC-IDS-07"]}, change)

test_complete_register_passes if found([duty({}), duty({"version_date": "2026-11-22"})]) == set()

test_every_field_is_needed if {
	every key in ["clause_id", "version_date", "owner", "control_ids"] {
		every value in [null, "", "tbd", 5, [], {}, true] {
			found([duty({}), duty({key: value})]) == {["entries_complete", [1, key]]}
		}
	}
	found([{}]) == {["entries_complete", [0, key]] | some key in ["clause_id", "version_date", "owner", "control_ids"]}
	found([duty({"version_date": "2026-11-23"})]) == {["entries_complete", [0, "version_date"]]}
	found([duty({"control_ids": [null]})]) == {["entries_complete", [0, "control_ids"]]}
}

test_list_is_needed if {
	every obligations in [null, [], "CSL", {}] {
		found(obligations) == {["obligations_listed", []]}
	}
	found(["CSL-23-3"]) == {["obligations_listed", [0]]}
}

test_message_names_the_clause if {
	violations := obligation_register.deny with input as {"spec": {"obligations": [duty({"owner": null})]}}
	{violation.path | some violation in violations} == {["spec", "obligations", 0, "owner"]}
	{violation.msg.en | some violation in violations} == {"obligation \"CSL-23-3\": `owner` is missing; it must be a text that says something"}
}
