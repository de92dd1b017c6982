package fiducia.custody.tec.ids.penetration_testing_test

import data.fiducia.custody.tec.ids.penetration_testing

found_on(platform, pentest) := {[violation.check, array.slice(violation.path, 2, 9)] | some violation in denied} if {
	denied := penetration_testing.deny with input as {"kind": "MonitoringProfile", "metadata": {"platform": "p"}, "spec": {"pentest": pentest}}
		with data.fiducia.today as "2026-11-22"
		with data.fiducia.platforms as {"p": platform}
}

found(pentest) := found_on({"profile": "broker"}, pentest)

test_boundary_of_the_year if {
	found({"last_date": "2025-11-22"}) == set()
	found({"last_date": "2025-11-21"}) == {["tested", ["last_date"]]}
}

test_date_that_cannot_be_read_is_denied if {
	every date in [null, "", "去年", "2026-02-30", "2026-11-23", 20260601, true, ["2026-06-01"]] {
		found({"last_date": date}) == {["tested", ["last_date"]]}
	}
	every pentest in [null, {}, "yearly", []] {
		found(pentest) == {["tested", ["last_date"]]}
	}
	none := penetration_testing.deny with input as {"kind": "MonitoringProfile"}
	count(none) == 1
}

test_boundary_of_three_years if {
	found({"last_date": "2026-06-01", "tlpt": {"designated": true, "last_date": "2023-11-22"}}) == set()
	found({"last_date": "2026-06-01", "tlpt": {"designated": true, "last_date": "2023-11-21"}}) == {["threat_led", ["tlpt", "last_date"]]}
}

test_designated_platform_without_a_test_is_denied if {
	every date in [null, "", "2026-11-23", true] {
		found({"last_date": "2026-06-01", "tlpt": {"designated": true, "last_date": date}}) == {["threat_led", ["tlpt", "last_date"]]}
	}
	found({"last_date": "2026-06-01", "tlpt": {"designated": false}}) == set()
}

test_designation_must_be_readable if {
	every value in ["no", 0, []] {
		found({"last_date": "2026-06-01", "tlpt": {"designated": value}}) == {["designation_stated", ["tlpt", "designated"]]}
	}
}

test_designation_must_be_stated_in_the_eu if {
	every tlpt in [null, {}, "none", {"designated": null}] {
		found({"last_date": "2026-06-01", "tlpt": tlpt}) == set()
		found_on({"profile": "payment_eu"}, {"last_date": "2026-06-01", "tlpt": tlpt}) == {["designation_stated", ["tlpt", "designated"]]}
	}
	found_on({"profile": "casp_eu"}, {"last_date": "2026-06-01", "tlpt": {"designated": false}}) == set()
}
