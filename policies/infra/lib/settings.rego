# METADATA
# scope: package
# title: Settings in tables
# description: >-
#   A row {type, keys, default, bad} names a setting of a resource, what the provider takes where it is missing, and the values
#   that are wrong, in lower case. A missing setting is judged by its default.
package fiducia.infra.lib.settings

import data.fiducia.infra.lib.terraform

# A setting whose value is one of those that are wrong.
bad(place) if word(terraform.effective(place)) in place.row.bad

word(value) := lower(value) if is_string(value)

word(value) := lower(sprintf("%v", [value])) if not is_string(value)
