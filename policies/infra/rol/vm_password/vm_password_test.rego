package fiducia.infra.rol.vm_password_test

import data.fiducia.infra.rol.vm_password

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := vm_password.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := vm_password.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/azurerm_linux_virtual_machine/jump/0/disable_password_authentication",
		"resource/azurerm_virtual_machine/old/0/os_profile_linux_config/0/disable_password_authentication",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	found(parse_config("hcl2", `resource "azurerm_linux_virtual_machine" "a" {
}
`)) == set()
}

test_unknown if {
	found(parse_config("hcl2", `resource "azurerm_linux_virtual_machine" "a" {
  disable_password_authentication = var.keys
}
`)) == set()
}
