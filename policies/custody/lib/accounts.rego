# METADATA
# scope: package
# title: Client accounts and own accounts
# description: >-
#   Reads `spec.accounts` of a CustodyArrangement: every account is of `type` `client` or `own`.
package fiducia.custody.lib.accounts

import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "account", "many": "accounts", "zh": "账户"}

kinds := ["client", "own"]

# Undefined for an account that says neither.
kind(account) := name if {
	type := shape.get(account, "type")
	is_string(type)
	name := text.key(type)
	name in kinds
}

# What the account of an id is listed as; an id that is listed twice may be both. No id is none of an account without one.
kinds_of(id) := {kind(account) |
	not is_null(id)
	some account in shape.items(shape.spec("accounts"))
	shape.get(account, "id") == id
}
