package fiducia.infra.rol.cluster_admin_test

import data.fiducia.infra.rol.cluster_admin

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := cluster_admin.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := cluster_admin.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"subjects/0/name",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `kind: ClusterRoleBinding
metadata: {name: a}
roleRef: {name: cluster-admin}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `kind: ClusterRoleBinding
roleRef: {name: "{{ .Values.role }}"}
subjects: [{kind: ServiceAccount, name: a}]
`)
	found(document) == set()
	judged(document) == 0
}

test_accounts_of_the_system_count_too if {
	found({"kind": "ClusterRoleBinding", "metadata": {"name": "a"}, "roleRef": {"name": "cluster-admin"}, "subjects": [{"kind": "ServiceAccount", "name": "tiller", "namespace": "kube-system"}]}) == {"subjects/0/name"}
}
