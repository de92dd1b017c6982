# METADATA
# scope: package
# title: What an endpoint speaks
# description: >-
#   Reads the `tls` and `tlcp` settings of an endpoint, and TLS versions in their usual spellings.
package fiducia.custody.lib.tls

import data.fiducia.custody.lib.shape

# The Chinese TLCP is offered, beside TLS or instead of it.
tlcp(endpoint) if shape.get(shape.get(endpoint, "tlcp"), "enabled") == true

tlcp(endpoint) if {
	not switched_off(endpoint)
	protocol_name(shape.get(shape.get(endpoint, "tls"), "protocol")) == "tlcp"
}

# TLS proper is offered: a `tls` mapping that is on and not there for TLCP.
offered(endpoint) if {
	tls := shape.get(endpoint, "tls")
	is_object(tls)
	not switched_off(endpoint)
	not protocol_name(shape.get(tls, "protocol")) == "tlcp"
}

# Anything but an explicit `true` switches TLS off once the key is there.
switched_off(endpoint) if {
	enabled := shape.get(shape.get(endpoint, "tls"), "enabled")
	not is_null(enabled)
	enabled != true
}

protocol_name(value) := lower(trim_space(value)) if is_string(value)

protocol_name(value) := "" if not is_string(value)

# A version that exists and is not lower than another.
high_enough(found, least) if {
	number := version(found)
	number in existing
	number >= version(least)
}

existing := {version(known) | some known in data.fiducia.params.tls_versions}

# [major, minor] of "1.2", 1.2, "TLSv1.2", "TLS 1.2" or "tls1_2". SSL versions have none and are never high enough.
version(value) := [to_number(digits[0]), minor(digits)] if {
	bare := trim_prefix(unprefixed(lower(trim_space(sprintf("%v", [value])))), "v")
	digits := split(replace(bare, "_", "."), ".")
	every part in digits {
		shape.digits(part)
	}
}

unprefixed(name) := trim_left(trim_prefix(name, "tls"), " -_") if startswith(name, "tls")

unprefixed(name) := name if not startswith(name, "tls")

minor(digits) := to_number(digits[1]) if count(digits) == 2

minor(digits) := 0 if count(digits) == 1
