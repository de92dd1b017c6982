package {package}_test

import data.{package}

test_owner_is_named if {
	count({name}.deny) == 0 with input as {"kind": "Service", "metadata": {"owner": "payments"}}
}

test_no_owner[note] if {
	some note, metadata in {
		"missing": {},
		"empty": {"owner": " "},
		"of the wrong type": {"owner": ["payments"]},
	}
	some violation in {name}.deny with input as {"kind": "Service", "metadata": metadata}
	violation.path == ["metadata", "owner"]
}
