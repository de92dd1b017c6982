package fiducia.infra.rol.vm_console_test

import data.fiducia.infra.rol.vm_console

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := vm_console.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := vm_console.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/google_compute_instance/jump/0/metadata/serial-port-enable",
		"resource/google_compute_instance/jump/0/metadata/enable-oslogin",
		"resource/google_compute_instance/jump/0/metadata/block-project-ssh-keys",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	found(parse_config("hcl2", `resource "google_compute_instance" "a" {
}
`)) == set()
}

test_unknown if {
	found(parse_config("hcl2", `resource "google_compute_instance" "a" {
  metadata = var.metadata
}
`)) == set()
}
