package fiducia.custody.lib.accounts_test

import data.fiducia.custody.lib.accounts

test_kind if {
	accounts.kind({"type": "Client"}) == "client"
	accounts.kind({"type": "own"}) == "own"
	every account in [{}, {"type": null}, {"type": "pooled"}, {"type": 5}, {"type": ["own"]}, "own", null] {
		not accounts.kind(account)
	}
}

kinds_of(id, list) := found if {
	found := accounts.kinds_of(id) with input as {"spec": {"accounts": list}}
}

test_kinds_of if {
	list := [{"id": "C1", "type": "client"}, {"id": "X", "type": "own"}, {"id": "X", "type": "client"}, {"id": "P", "type": "pooled"}, "own"]
	kinds_of("C1", list) == {"client"}
	kinds_of("X", list) == {"client", "own"}
	kinds_of("P", list) == set()
	kinds_of("Z", list) == set()
	kinds_of("C1", null) == set()
	kinds_of(null, [{"type": "own"}, {"id": null, "type": "own"}]) == set()
}
