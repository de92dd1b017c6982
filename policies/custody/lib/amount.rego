# METADATA
# scope: package
# title: Amounts of money
# description: >-
#   An amount is a number or decimal text ("1000.00"), with up to twelve digits before the point and up to six after it.
#   Amounts are compared and added as whole millionths, because 0.1 + 0.2 is not 0.3 in floating point and a ledger has
#   to match to the cent.
package fiducia.custody.lib.amount

import data.fiducia.custody.lib.shape

# Millionths of the currency unit; undefined for anything that is no amount.
millionths(value) := whole(written(value))

# The same for an amount that may be owed instead of held: a minus sign is allowed.
signed(value) := millionths(value)

signed(value) := 0 - whole(substring(text, 1, -1)) if {
	text := written(value)
	startswith(text, "-")
}

# `sprintf` writes a number with a fraction and seven digits before it with an exponent.
written(value) := value if is_string(value)

written(value) := json.marshal(value) if not is_string(value)

whole(text) := number(digits) if {
	parts := array.concat(split(text, "."), ["0"])
	count(parts) <= 3
	every part in parts {
		shape.digits(part)
	}
	count(parts[0]) <= 12
	count(parts[1]) <= 6
	digits := concat("", [parts[0], substring(concat("", [parts[1], "000000"]), 0, 6)])
}

# Text of digits as a number. `to_number` takes no leading zeros.
number(digits) := 0 if trim(digits, "0") == ""

number(digits) := to_number(trim_left(digits, "0")) if trim(digits, "0") != ""

# Millionths that are not negative, as decimal text with two decimals, or more where they are needed.
shown(millionths) := sprintf("%s.%s%s", [substring(padded, 0, ones), cents, rest]) if {
	millionths >= 0
	padded := sprintf("%07d", [millionths])
	ones := count(padded) - 6
	cents := substring(padded, ones, 2)
	rest := trim_right(substring(padded, ones + 2, -1), "0")
}
