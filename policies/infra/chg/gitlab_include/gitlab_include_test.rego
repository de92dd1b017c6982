package fiducia.infra.chg.gitlab_include_test

import data.fiducia.infra.chg.gitlab_include

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := gitlab_include.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := gitlab_include.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.gitlab-ci.yml")) == {
		"include/0/remote",
		"include/1/ref",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.gitlab-ci.yml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `build: {script: [make]}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `include: [{remote: "$TEMPLATE_URL"}]
`)
	found(document) == set()
	judged(document) == 0
}

test_short_forms if {
	found({"include": "https://x.cn/a.yml"}) == {"include"}
	found({"include": ["/templates/a.yml", "http://x.cn/a.yml"]}) == {"include/1"}
	found({"include": "/templates/a.yml"}) == set()
}
