package fiducia.infra.dvr.leavers_test

import data.fiducia.infra.dvr.leavers

declaration(spec) := {"path": "platform/a.yaml", "index": 0, "format": "yaml", "content": {"apiVersion": "fiducia/v1", "kind": "AccessProfile", "metadata": {"name": "a", "platform": "p"}, "spec": spec}}

file(content) := {"path": "deploy/b", "index": 0, "format": "yaml", "content": content}

# Where files contradict a declaration, and where that stands.
found(spec, files) := {[text(array.slice(violation.path, 1, 99)), text(array.slice(violation.related[0].path, 4, 99))] | some violation in violations} if {
	violations := leavers.deny with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

# How much is compared at all.
judged(spec, files) := count(subjects) if {
	subjects := leavers.seen with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

text(path) := concat("/", [sprintf("%v", [step]) | some step in path])

access := {"accounts": [{"id": "ops-old", "disabled": true}, {"id": "ops01"}, {"disabled": true}], "hr": {"leavers": [{"id": "wu.gang"}]}}

test_owners_of_code if {
	found(access, [{"directives": [{"name": "/k8s/", "parameters": ["@harbor/core", "@wu-gang", "li@harbor.example"]}]}]) == {["1/content/directives/0/parameters/1", "hr/leavers/0/id"]}
}

test_users_of_databases if {
	found(access, [{"directives": [{"name": "hostssl", "parameters": ["all", "ops_old", "10.0.0.0/8", "scram-sha-256"]}]}]) == {["1/content/directives/0/parameters/1", "accounts/0/id"]}
}

test_users_of_clouds if {
	found(access, [parse_config("hcl2", `resource "aws_iam_user" "a" {
  name = "wu.gang"
}
resource "alicloud_ram_user" "b" {
  name = "ops01"
}
`)]) == {["1/content/resource/aws_iam_user/a/0/name", "hr/leavers/0/id"]}
}

test_nobody_is_gone if {
	judged({"accounts": [{"id": "ops01"}]}, [{"directives": [{"name": "*", "parameters": ["@ops01"]}]}]) == 0
}
