# METADATA
# scope: package
# title: Every service names its owner
# description: Nobody answers for a service without an owner, and its incidents find no one.
# custom:
#   id: {id}
#   severity: medium
#   applies_to: [Service]
#   remediation: Name the team that answers for the service in `metadata.owner`.
package {package}

deny contains violation if {
	not owned
	violation := {
		"msg": "the service names no owner",
		"path": ["metadata", "owner"],
		"expected": "the name of a team",
	}
}

owned if {
	is_string(input.metadata.owner)
	trim_space(input.metadata.owner) != ""
}
