package fiducia.custody.ops.mgt.change_approval_test

import data.fiducia.custody.ops.mgt.change_approval

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := change_approval.deny with input as {"kind": "Governance", "spec": spec}
}

found_at(change) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found({"changes": [change]})}

test_approved_change_passes if {
	found_at({"id": "CR1", "requester": "chen", "approver": "zhao", "rollback_plan": true}) == set()
	found_at({"id": "CR1", "requester": "chen", "approver": "zhao", "rollback_plan": "runbook 3"}) == set()
	found_at({"id": "CR1", "requester": "chen", "approver": "zhao", "rollback_plan": "yes"}) == set()
}

test_own_approval_is_denied if {
	every approver in ["chen", "CHEN", " chen"] {
		found_at({"requester": "chen", "approver": approver, "rollback_plan": true}) == {["approved_by_another", ["approver"]]}
	}
}

test_requester_is_pointed_at_too if {
	some violation in change_approval.deny with input as {"spec": {"changes": [{"requester": "chen", "approver": "chen", "rollback_plan": true}]}}
	violation.path == ["spec", "changes", 0, "approver"]
	violation.related == [{"msg": {"en": "requested by the same person", "zh": "申请人为同一人"}, "path": ["spec", "changes", 0, "requester"]}]
}

test_missing_or_unreadable_people_are_denied if {
	every person in [null, "", "tbd", "待定", 1, true, ["zhao"], {"name": "zhao"}] {
		found_at({"requester": "chen", "approver": person, "rollback_plan": true}) == {["approved_by_another", ["approver"]]}
		found_at({"requester": person, "approver": "zhao", "rollback_plan": true}) == {["approved_by_another", ["requester"]]}
	}
}

test_missing_rollback_plan_is_denied if {
	every plan in [null, false, "", "no", "N/A", "none", "无", 1, [], {"steps": []}] {
		found_at({"requester": "chen", "approver": "zhao", "rollback_plan": plan}) == {["rollback_plan", ["rollback_plan"]]}
	}
}

test_empty_change_lacks_everything if {
	found_at({}) == {["approved_by_another", ["requester"]], ["approved_by_another", ["approver"]], ["rollback_plan", ["rollback_plan"]]}
}

test_list_of_changes_is_needed if {
	every spec in [{}, null, {"changes": null}, {"changes": []}, {"changes": "CR1"}, {"changes": {"CR1": {}}}] {
		found(spec) == {["changes_listed", ["spec", "changes"]]}
	}
}

test_change_must_be_a_mapping if found_at("CR1") == {["changes_listed", []]}

test_good_practice_on_other_platforms if {
	violations := change_approval.deny with input as {"metadata": {"platform": "p"}, "spec": {"changes": [{}, "x"]}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 4
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
}

test_document_without_a_spec_lacks_the_list if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := change_approval.deny with input as document
		count(violations) == 1
	}
}
