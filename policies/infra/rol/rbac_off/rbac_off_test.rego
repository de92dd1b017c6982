package fiducia.infra.rol.rbac_off_test

import data.fiducia.infra.rol.rbac_off

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := rbac_off.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := rbac_off.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/google_container_cluster/core/0/enable_legacy_abac",
		"resource/azurerm_kubernetes_cluster/core/0/role_based_access_control_enabled",
		"resource/azurerm_kubernetes_cluster/old/0/role_based_access_control/0/enabled",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_servers if {
	server := {"kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "a", "command": ["/usr/bin/kube-apiserver", "--authorization-mode=AlwaysAllow", "--anonymous-auth=true"]}]}}
	found(server) == {"spec/containers/0/command/1"}
	judged(server) == 2
	found({"kind": "KubeletConfiguration", "authorization": {"mode": "AlwaysAllow"}}) == {"authorization/mode"}
	found({"kind": "KubeletConfiguration", "authentication": {"anonymous": {"enabled": true}}}) == {"authentication/anonymous/enabled"}
}

test_missing if {
	found({"kind": "KubeletConfiguration"}) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "google_container_cluster" "a" {
  enable_legacy_abac = var.old
}
`)
	found(document) == set()
}
