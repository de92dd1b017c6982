package fiducia.custody.imp.stage_reviews_test

import data.fiducia.custody.imp.stage_reviews

found(spec) := {[violation.check, array.slice(violation.path, 1, 5)] | some violation in violations} if {
	violations := stage_reviews.deny with input as {"kind": "ImprovementPlan", "spec": spec}
}

reviewed(tasks) := found({"stage_reviews": [{"date": "2026-10-01"}], "tasks": tasks})

test_boundary_of_the_review if {
	found({"stage_reviews": [{"date": "2026-08-22"}], "tasks": []}) == set()
	found({"stage_reviews": [{"date": "2026-08-21"}], "tasks": []}) == {["reviewed", ["stage_reviews", 0, "date"]]}
	found({"stage_reviews": [{"date": "2026-02-01"}, {"date": "2026-08-21"}, {"date": "2026-05-01"}], "tasks": []}) == {["reviewed", ["stage_reviews", 1, "date"]]}
	found({"stage_reviews": [{"date": "2026-02-01"}, {"date": "2026-11-22"}], "tasks": []}) == set()
}

test_reviews_are_needed if {
	every reviews in [null, [], "quarterly", {}] {
		found({"stage_reviews": reviews, "tasks": []}) == {["reviewed", ["stage_reviews"]]}
	}
	every date in [null, "", "October", "2026-11-23", 20261001] {
		found({"stage_reviews": [{"date": date}], "tasks": []}) == {["reviewed", ["stage_reviews", 0, "date"]]}
	}
	found({"stage_reviews": [{"date": "2026-11-23"}, {"date": "2026-02-01"}], "tasks": []}) == {["reviewed", ["stage_reviews", i, "date"]] | some i in [0, 1]}
	found({"stage_reviews": ["2026-10-01"], "tasks": []}) == {["reviewed", ["stage_reviews", 0]]}
}

test_a_young_plan_needs_no_review_yet if {
	every reviews in [null, []] {
		found({"stage_reviews": reviews, "revisions": [{"date": "2026-08-22"}], "tasks": []}) == set()
		every revisions in [null, [], "2026-11-01", [{"date": "2026-08-21"}, {"date": "2026-11-01"}], [{"date": "2026-11-23"}], [{"date": "soon"}]] {
			found({"stage_reviews": reviews, "revisions": revisions, "tasks": []}) == {["reviewed", ["stage_reviews"]]}
		}
	}
	found({"stage_reviews": "quarterly", "revisions": [{"date": "2026-11-01"}], "tasks": []}) == {["reviewed", ["stage_reviews"]]}
}

test_boundary_of_a_task if {
	reviewed([{"id": "P1", "due": "2026-11-22", "status": "doing"}]) == set()
	reviewed([{"id": "P1", "due": "2026-11-21", "status": "doing"}]) == {["tasks_in_time", ["tasks", 0, "due"]]}
	reviewed([{"id": "P1", "due": "2026-11-21"}]) == {["tasks_in_time", ["tasks", 0, "due"]]}
	reviewed([{"id": "P1", "due": "2026-11-21", "status": "done"}, {"id": "P2", "status": "已完成"}]) == set()
}

test_a_new_date_counts_until_it_passes if {
	reviewed([{"id": "P1", "due": "2026-10-31", "replan": {"due": "2026-11-22"}}]) == set()
	reviewed([{"id": "P1", "due": "2026-10-31", "replan": {"due": "2026-11-21"}}]) == {["tasks_in_time", ["tasks", 0, "replan", "due"]]}
	every replan in [null, "later", {}, {"due": "later"}, {"due": null}] {
		reviewed([{"id": "P1", "due": "2026-10-31", "replan": replan}]) == {["tasks_in_time", ["tasks", 0, "due"]]}
	}
}

test_tasks_must_be_readable if {
	every due in [null, "", "soon", 20261231, true] {
		reviewed([{"id": "P1", "due": due}]) == {["tasks_listed", ["tasks", 0, "due"]]}
	}
	every tasks in [null, "later", {}] {
		reviewed(tasks) == {["tasks_listed", ["tasks"]]}
	}
	reviewed(["P1"]) == {["tasks_listed", ["tasks", 0]]}
}

said(spec) := {violation.msg.en | some violation in violations} if {
	violations := stage_reviews.deny with input as {"spec": spec}
}

test_messages_name_the_review_and_the_task if {
	violations := stage_reviews.deny with input as {"spec": {"stage_reviews": [{"date": "soon"}], "tasks": [{"due": "soon"}]}}
	{violation.path | some violation in violations} == {["spec", "stage_reviews", 0, "date"], ["spec", "tasks", 0, "due"]}
	said({"stage_reviews": [{"date": "soon"}], "tasks": [{"id": "P1", "due": "soon"}]}) == {
		"stage review number 1: `date` is \"soon\"; it must be a date that has come (YYYY-MM-DD)",
		"task \"P1\": `due` is \"soon\"; it must be a date (YYYY-MM-DD)",
	}
	said({"stage_reviews": [{"date": "2026-08-21"}], "tasks": [{"id": "P1", "due": "2026-11-20", "status": "doing"}]}) == {
		"the last stage review was on 2026-08-21, 93 days ago; at most 92 days are allowed",
		"task \"P1\" was due on 2026-11-20, 2 days ago, and its `status` is \"doing\"",
	}
}
