package fiducia.custody.imp.plan_complete_test

import data.fiducia.custody.imp.plan_complete

found(spec) := {[violation.check, array.slice(violation.path, 1, 4)] | some violation in violations} if {
	violations := plan_complete.deny with input as {"kind": "ImprovementPlan", "spec": spec}
}

resources := {"people": 3, "budget": 500000, "assets": ["hsm"]}

task := {"id": "P1", "control_id": "TEC-PRO-01", "objective": "tls12", "owner": "li", "due": "2026-12-31", "expected_outcome": "pass"}

test_complete_plan_passes if {
	found({"resources": resources, "tasks": [task]}) == set()
	found({"resources": {"people": 0.5, "budget": 0, "assets": ["扫描工具"]}, "tasks": [task, object.union(task, {"id": "P2"})]}) == set()
}

test_every_field_is_needed if {
	every key in ["control_id", "objective", "owner", "due", "expected_outcome"] {
		every value in [null, "", "TBD", "待定", 5, true, []] {
			found({"resources": resources, "tasks": [task, object.union(task, {"id": "P2", key: value})]}) == {["tasks_complete", ["tasks", 1, key]]}
		}
	}
}

test_resources_are_needed if {
	every section in [null, {}, "enough", []] {
		found({"resources": section, "tasks": [task]}) == {["resources", ["resources", key]] | some key in ["people", "budget", "assets"]}
	}
	every value in [null, 0, -1, "3", true] {
		found({"resources": object.union(resources, {"people": value}), "tasks": [task]}) == {["resources", ["resources", "people"]]}
	}
	every value in [null, -1, "500000", true] {
		found({"resources": object.union(resources, {"budget": value}), "tasks": [task]}) == {["resources", ["resources", "budget"]]}
	}
	every value in [null, [], "hsm", [null], ["tbd"]] {
		found({"resources": object.union(resources, {"assets": value}), "tasks": [task]}) == {["resources", ["resources", "assets"]]}
	}
}

test_tasks_are_needed if {
	every tasks in [null, [], "later", {}] {
		found({"resources": resources, "tasks": tasks}) == {["tasks_listed", ["tasks"]]}
	}
	found({"resources": resources, "tasks": ["P1"]}) == {["tasks_listed", ["tasks", 0]]}
}

test_ids_stand_once if {
	tasks := [task, object.union(task, {"id": "P2"}), task, task]
	found({"resources": resources, "tasks": tasks}) == {["tasks_listed", ["tasks", i, "id"]] | some i in [2, 3]}
	every id in [null, "", "tbd", 5] {
		nameless := object.union(task, {"id": id})
		found({"resources": resources, "tasks": [nameless, nameless]}) == set()
	}
}

ordered(changes) := found({"resources": resources, "tasks": [object.union(task, changes)]})

test_dates_are_in_order if {
	ordered({"replan": {"due": "2026-12-31"}, "done_at": "2026-11-22"}) == set()
	ordered({"replan": {"due": "2027-01-31"}}) == set()
	ordered({"replan": {"due": "2026-12-30"}}) == {["tasks_complete", ["tasks", 0, "replan"]]}
	ordered({"due": "soon", "replan": {"due": "2027-01-31"}}) == {["tasks_complete", ["tasks", 0, "due"]]}
	ordered({"done_at": "2026-11-23"}) == {["tasks_complete", ["tasks", 0, "done_at"]]}
	every value in [null, "soon", 5, {}, []] {
		ordered({"replan": {"due": value}, "done_at": value}) == set()
	}
}

said(changes) := {violation.msg.en | some violation in violations} if {
	violations := plan_complete.deny with input as {"spec": {"resources": resources, "tasks": [task, object.union(task, changes)]}}
}

test_messages_name_the_task if {
	said({}) == {"two tasks have the id \"P1\""}
	said({"id": "P2", "owner": null}) == {"task \"P2\": `owner` is missing; it must be a text that says something"}
	said({"id": "P2", "replan": {"due": "2026-12-30"}}) == {"task \"P2\": the new date 2026-12-30 is before the old one, 2026-12-31"}
	said({"id": "P2", "done_at": "2026-11-23"}) == {"task \"P2\": `done_at` is 2026-11-23, after the evaluation date"}
}

test_the_first_of_two_is_shown if {
	some incomplete in plan_complete.deny with input as {"spec": {"resources": resources, "tasks": [object.union(task, {"owner": null})]}}
	incomplete.path == ["spec", "tasks", 0, "owner"]
	some violation in plan_complete.deny with input as {"spec": {"resources": resources, "tasks": ["P0", task, task]}}
	violation.related[0].path == ["spec", "tasks", 1, "id"]
}
