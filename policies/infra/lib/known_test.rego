package fiducia.infra.lib.known_test

import data.fiducia.infra.lib.known

test_what_stands_for_something_else_is_unknown if {
	every value in ["${var.x}", "a-${var.x}", "$(OTHER)", "$PASSWORD", "{{ .Values.x }}", "{% if x %}", "%{ if x }", "<%= x %>", "@Microsoft.KeyVault(x)", "<<TOKEN>>"] {
		known.unknown(value)
		not known.known(value)
	}
}

test_what_stands_for_itself_is_known if {
	every value in ["x", "", "a$b", "$${literal}", "p@ss", 0, false, [], {}] {
		known.known(value)
	}
	not known.known(null)
}

test_on_and_off if {
	every value in [true, "true", "Yes", "ON", 1, "enabled", "Enable"] {
		known.on(value)
		not known.off(value)
	}
	every value in [false, "no", "off", 0, "Disabled", ""] {
		known.off(value)
		not known.on(value)
	}
	every value in ["${var.x}", null, ["off"], {"off": true}] {
		not known.on(value)
		not known.off(value)
	}
}

test_number if {
	known.number(" 30 ") == 30
	known.number(-1) == -1
	not known.number("30d")
	not known.number("")
	not known.number(null)
}

test_everywhere if {
	every cidr in ["0.0.0.0/0", "::/0", "*", " Internet "] {
		known.everywhere(cidr)
	}
	not known.everywhere("10.0.0.0/8")
}
