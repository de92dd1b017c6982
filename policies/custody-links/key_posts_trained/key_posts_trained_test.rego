package fiducia.custody_links.key_posts_trained_test

import data.fiducia.custody_links.key_posts_trained

document(kind, platform, spec) := {"path": "x.yaml", "index": 0, "content": {"kind": kind, "metadata": {"name": platform, "platform": platform}, "spec": spec}}

found(documents) := {[violation.path[1], array.slice(violation.path, 4, 99)] | some violation in violations} if {
	violations := key_posts_trained.deny with input as {"documents": documents}
}

training := document("TrainingProgram", "p", {"plans": [{"post": "dba"}]})

test_trained_posts_pass if {
	found([training, document("Governance", "p", {"staff": [{"key_post": true, "post": "DBA"}, {"key_post": false, "post": "designer"}, {"key_post": false}]})]) == set()
}

test_key_post_without_a_plan_is_denied if {
	found([training, document("Governance", "p", {"staff": [{"key_post": true, "post": "cashier"}]})]) == {[1, ["staff", 0, "post"]]}
	found([training, document("Governance", "q", {"staff": [{"key_post": true, "post": "dba"}]})]) == {[1, ["staff", 0, "post"]]}
	found([document("Governance", "p", {"staff": [{"key_post": true, "post": "dba"}]})]) == {[0, ["staff", 0, "post"]]}
}

test_post_must_be_stated if {
	every post in [null, "", 5, "待定", {}] {
		found([training, document("Governance", "p", {"staff": [{"key_post": true, "post": post}]})]) == {[1, ["staff", 0, "post"]]}
	}
}

# Where what is named should be found: document and place.
related(documents) := {[place.path[1], array.slice(place.path, 4, 99)] | some violation in violations; some place in violation.related} if {
	violations := key_posts_trained.deny with input as {"documents": documents}
}

test_the_training_plans_are_shown if {
	related([training, document("Governance", "p", {"staff": [{"key_post": true, "post": "cashier"}]})]) == {[0, ["plans"]]}
}

test_only_key_posts_count if {
	every key_post in [null, false, "true", 1] {
		found([training, document("Governance", "p", {"staff": [{"key_post": key_post, "post": "cashier"}, {"key_post": key_post}]})]) == set()
	}
	found([training, document("Governance", "p", {"staff": "cashier"}), document("Governance", "p", null)]) == set()
}
