# METADATA
# scope: package
# title: What a value says, and whether it says anything
# description: >-
#   Expressions, templates and references are unknown: what they will be is decided elsewhere, and nothing is concluded
#   from them. This is the one place that tells.
package fiducia.infra.lib.known

# A text that stands for something else: an expression of Terraform, a variable, a template.
unknown(value) if {
	is_string(value)
	regex.match(`(^|[^$])\$[{(]|%\{|\{%|\{\{|<%|^\$[A-Za-z_]|^@[A-Za-z_]|<<[A-Z_]+>>`, value)
}

# A value that stands for itself.
known(value) if {
	not is_null(value)
	not unknown(value)
}

# Switched on, in the words of any of the formats.
on(value) if value == true

on(value) if lower(sprintf("%v", [value])) in {"true", "yes", "on", "1", "enabled", "enable", "open"}

# Switched off.
off(value) if {
	known(value)
	not is_object(value)
	not is_array(value)
	not on(value)
}

# A number, as one or as a text.
number(value) := value if is_number(value)

number(value) := to_number(trim_space(value)) if {
	is_string(value)
	regex.match(`^\s*-?[0-9]+(\.[0-9]+)?\s*$`, value)
}

# Any address at all.
everywhere(cidr) if trim_space(cidr) in {"0.0.0.0/0", "::/0", "*", "Internet", "internet", "any", "Any", "0.0.0.0", "::"}

# A list of what may be one value or several.
list(value) := value if is_array(value)

list(value) := [value] if {
	not is_array(value)
	not is_null(value)
}
