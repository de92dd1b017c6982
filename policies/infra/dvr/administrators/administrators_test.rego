package fiducia.infra.dvr.administrators_test

import data.fiducia.infra.dvr.administrators

declaration(spec) := {"path": "platform/a.yaml", "index": 0, "format": "yaml", "content": {"apiVersion": "fiducia/v1", "kind": "AccessProfile", "metadata": {"name": "a", "platform": "p"}, "spec": spec}}

file(content) := {"path": "deploy/b", "index": 0, "format": "yaml", "content": content}

# Where files contradict a declaration, and where that stands.
found(spec, files) := {[text(array.slice(violation.path, 1, 99)), text(array.slice(violation.related[0].path, 4, 99))] | some violation in violations} if {
	violations := administrators.deny with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

# How much is compared at all.
judged(spec, files) := count(subjects) if {
	subjects := administrators.seen with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

text(path) := concat("/", [sprintf("%v", [step]) | some step in path])

access := {"roles": [{"name": "system_admin", "members": ["li.na", null]}, {"name": "payer", "members": ["wu"]}, {"name": "dba", "members": null}], "assignments": {"zhao": ["security_admin"], "qian": ["reader"]}}

binding(role, kind, name) := {"kind": "ClusterRoleBinding", "metadata": {"name": "b"}, "roleRef": {"name": role}, "subjects": [{"kind": kind, "name": name}]}

test_clusters if {
	found(access, [binding("cluster-admin", "User", "wu@harbor.example")]) == {["1/content/subjects/0/name", "assignments/zhao"]}
	every name in ["Li_Na", "zhao", "oidc:li.na@harbor.example", "CN=li.na,O=ops", "https://sso.harbor.example#li.na"] {
		found(access, [binding("cluster-admin", "User", name)]) == set()
	}
}

test_others_are_not_compared if {
	every one in [binding("view", "User", "wu"), binding("cluster-admin", "Group", "wu"), binding("cluster-admin", "User", "ci-bot"), binding("cluster-admin", "User", "system:wu"), binding("cluster-admin", "User", "{{ .Values.user }}")] {
		judged(access, [one]) == 0
	}
	judged({"roles": [{"name": "payer", "members": ["wu"]}]}, [binding("cluster-admin", "User", "wu")]) == 0
}

test_clouds if {
	found(access, [parse_config("hcl2", `resource "google_project_iam_member" "a" {
  role   = "roles/owner"
  member = "user:qian@harbor.example"
}
resource "aws_iam_user_policy_attachment" "b" {
  user       = aws_iam_user.b.name
  policy_arn = "arn:aws-cn:iam::aws:policy/AdministratorAccess"
}
resource "google_project_iam_member" "c" {
  role   = "roles/owner"
  member = "serviceAccount:qian@x.iam.gserviceaccount.com"
}
`)]) == {["1/content/resource/google_project_iam_member/a/0/member", "assignments/zhao"]}
}
