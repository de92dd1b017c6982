package fiducia.custody.ops.trn.role_training_plans_test

import data.fiducia.custody.ops.trn.role_training_plans

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := role_training_plans.deny with input as {"kind": "TrainingProgram", "spec": spec}
}

dba := {"post": "dba", "hours": 16}

test_plans_pass if {
	found({"plans": [dba]}) == set()
	found({"plans": [dba, {"post": "值班经理", "hours": 0.5}], "key_posts": ["DBA", "值班经理"]}) == set()
	found({"plans": [dba], "key_posts": []}) == set()
}

test_key_post_without_a_plan_is_denied if {
	found({"plans": [dba], "key_posts": ["dba", "security_admin"]}) == {["key_posts", ["spec", "key_posts", 1]]}
}

test_hours_are_needed if {
	every hours in [null, 0, -1, "16", true, [16]] {
		found({"plans": [{"post": "dba", "hours": hours}]}) == {["hours", ["spec", "plans", 0, "hours"]]}
	}
}

test_post_is_needed if {
	every post in [null, "", "待定", 5, ["dba"]] {
		found({"plans": [dba, {"post": post, "hours": 1}]}) == {["plans_listed", ["spec", "plans", 1, "post"]]}
	}
}

test_plans_are_needed if {
	every plans in [null, [], "yearly", {"dba": 16}] {
		found({"plans": plans}) == {["plans_listed", ["spec", "plans"]]}
	}
	found({"plans": [dba, "ops"]}) == {["plans_listed", ["spec", "plans", 1]]}
	found({"plans": [dba, {}]}) == {["plans_listed", ["spec", "plans", 1, "post"]], ["hours", ["spec", "plans", 1, "hours"]]}
}

test_key_posts_must_be_readable if {
	every posts in ["dba", 5, {"dba": true}, false] {
		found({"plans": [dba], "key_posts": posts}) == {["key_posts", ["spec", "key_posts"]]}
	}
	every post in [null, "", 5, ["dba"]] {
		found({"plans": [dba], "key_posts": [post]}) == {["key_posts", ["spec", "key_posts", 0]]}
	}
}

test_good_practice_on_other_platforms if {
	every spec, number in {{}: 1, {"plans": [{}], "key_posts": ["dba", 5]}: 4, {"plans": [dba], "key_posts": "dba"}: 1} {
		violations := role_training_plans.deny with input as {"metadata": {"platform": "p"}, "spec": spec}
			with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
		count(violations) == number
		every violation in violations {
			[violation.severity, violation.veto] == ["medium", false]
		}
	}
}

test_document_without_a_spec_lacks_the_list if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := role_training_plans.deny with input as document
		count(violations) == 1
	}
}
