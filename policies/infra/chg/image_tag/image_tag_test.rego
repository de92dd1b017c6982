package fiducia.infra.chg.image_tag_test

import data.fiducia.infra.chg.image_tag

project(files) := {"documents": [{"path": path, "index": 0, "format": "yaml", "content": content} | some [path, content] in files]}

# Where a text is faulty, and where the same image stands as well.
found(files) := {[text(violation.path), [text(other.path) | some other in violation.related]] | some violation in violations} if {
	violations := image_tag.deny with input as project(files)
}

# What of it is judged at all.
judged(files) := count(subjects) if subjects := image_tag.seen with input as project(files)

text(path) := concat("/", [sprintf("%v", [step]) | some step in path])

pod(image) := {"kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "a", "image": image}]}}

test_bad if {
	found([["a.yaml", parse_config_file("fixtures/bad.yaml")]]) == {
		["documents/0/content/spec/containers/0/image", []],
		["documents/0/content/spec/containers/1/image", []],
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found([["a.yaml", document]]) == set()
	judged([["a.yaml", document]]) > 0
}

test_an_image_is_reported_once if {
	found([["a.yaml", pod("x/y:1")], ["b.yaml", pod("x/y")], ["c.yaml", pod("x/y")], ["d.yaml", pod("x/y:latest")]]) == {
		["documents/1/content/spec/containers/0/image", ["documents/2/content/spec/containers/0/image"]],
		["documents/3/content/spec/containers/0/image", []],
	}
}

test_data_of_tests_is_left_out if {
	judged([["pkg/testdata/a.yaml", pod("x/y")], ["test/a.yaml", pod("x/y")]]) == 0
	judged([["latest/a.yaml", pod("x/y")]]) == 1
}

test_missing if {
	found([["a.yaml", {"kind": "Pod", "spec": {"containers": [{"name": "a"}]}}]]) == set()
}

test_unknown if {
	judged([["a.yaml", pod("{{ .Values.image }}")]]) == 0
}

test_compose if {
	services := {"services": {"a": {"image": "redis"}, "b": {"image": "mine", "build": "."}, "c": {"image": "x:1"}}}
	found([["docker-compose.yml", services]]) == {["documents/0/content/services/a/image", []]}
	judged([["values.yaml", services]]) == 0
}
