package fiducia.custody.lib.amount_test

import data.fiducia.custody.lib.amount

test_amounts if {
	every value, millionths in {
		"1000.00": 1000000000, "1000": 1000000000, "0": 0, "0.1": 100000, "0.000001": 1, "007.50": 7500000, "0.00": 0,
		"999999999999.999999": 999999999999999999,
	} {
		amount.millionths(value) == millionths
	}
	amount.millionths(1000) == 1000000000
	amount.millionths(0.1) + amount.millionths(0.2) == amount.millionths("0.30")
	amount.millionths(18.5) == amount.millionths("18.50")
	amount.millionths(0) == 0
}

test_large_amounts_are_exact if {
	amount.millionths("999999999999.999999") - amount.millionths("999999999999.999998") == 1
	amount.millionths("999999999999.99") != amount.millionths("999999999999.98")
}

test_no_amounts if {
	every value in [null, "", " 5", "1,000", "lots", "1.", ".5", "1.2.3", "1e3", "-5", -5, "+5", "0.0000001", "1000000000000", "１", true, [5], {"cny": 5}] {
		not amount.millionths(value)
	}
}

test_signed_amounts if {
	amount.signed("-5.50") == -5500000
	amount.signed(-5) == -5000000
	amount.signed("5") == 5000000
	amount.signed("-0.00") == 0
	every value in [null, "x5", "+5", "--5", "-", "- 5", "5-", true, []] {
		not amount.signed(value)
	}
}

test_shown if {
	every millionths, text in {
		0: "0.00", 1: "0.000001", 100000: "0.10", 7500000: "7.50", 1000000000: "1000.00", 1234567: "1.234567",
		999999999999999999: "999999999999.999999", 123456789012340000: "123456789012.34",
	} {
		amount.shown(millionths) == text
	}
	not amount.shown(-1)
}
