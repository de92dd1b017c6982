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
kind(account) := text.key(account.type) if text.among(shape.get(account, "type"), kinds)

# What the account of an id is listed as; an id that is listed twice may be both. No id is none of an account without one.
kinds_of(id) := {kind(account) |
	not is_null(id)
	some account in shape.items(shape.spec("accounts"))
	shape.get(account, "id") == id
}
