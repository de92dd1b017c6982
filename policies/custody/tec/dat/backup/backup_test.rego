package fiducia.custody.tec.dat.backup_test

import data.fiducia.custody.tec.dat.backup

good := {"local": true, "offsite": "realtime", "immutable": true, "restore_test": {"last_date": "2026-08-01"}}

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := backup.deny with input as {"kind": "DataProfile", "spec": spec}
}

found_with(field, value) := found({"backup": object.union(object.remove(good, [field]), {field: value})})

everything := {
	["local_backup", ["spec", "backup", "local"]],
	["offsite_realtime", ["spec", "backup", "offsite"]],
	["restore_tested", ["spec", "backup", "restore_test", "last_date"]],
	["immutable", ["spec", "backup", "immutable"]],
}

test_full_backup_passes if {
	found({"backup": good}) == set()
	found_with("offsite", "Realtime") == set()
}

test_switches_must_be_true if {
	every value in [null, false, "true", 1, "yes", [true]] {
		found_with("local", value) == {["local_backup", ["spec", "backup", "local"]]}
		found_with("immutable", value) == {["immutable", ["spec", "backup", "immutable"]]}
	}
}

test_offsite_copy_in_real_time if {
	every value in [null, "", "daily", "none", true, ["realtime"]] {
		found_with("offsite", value) == {["offsite_realtime", ["spec", "backup", "offsite"]]}
	}
}

test_restore_test_is_recent if {
	every day in ["2026-11-22", "2025-11-22"] {
		found_with("restore_test", {"last_date": day}) == set()
	}
	every value in [null, {}, "2026-08-01", [], {"last_date": null}, {"last_date": "2025-11-21"}, {"last_date": "2026-11-23"}, {"last_date": "August"}, {"last_date": 2026}] {
		found_with("restore_test", value) == {["restore_tested", ["spec", "backup", "restore_test", "last_date"]]}
	}
}

test_section_is_needed if {
	every spec in [{}, null, {"backup": null}, {"backup": {}}, {"backup": true}, {"backup": [good]}] {
		found(spec) == everything
	}
}
