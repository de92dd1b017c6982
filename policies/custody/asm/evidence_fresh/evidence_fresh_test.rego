package fiducia.custody.asm.evidence_fresh_test

import data.fiducia.custody.asm.evidence_fresh

found(spec) := {[violation.check, array.slice(violation.path, 1, 5)] | some violation in violations} if {
	violations := evidence_fresh.deny with input as {"kind": "Assessment", "spec": spec}
}

one(change) := found({"evidence": [object.union(piece, change)]})

digest := "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

piece := {"control": "TEC-IDS-07", "sha256": digest, "collected_at": "2026-11-01", "kind": "onsite", "collector": "he", "owner": "li"}

test_good_evidence_passes if {
	one({}) == set()
	one({"sha256": upper(digest), "collected_at": "2026-05-26"}) == set()
	one({"kind": "machine", "collector": null, "owner": null}) == set()
}

test_age if {
	one({"collected_at": "2026-05-25"}) == {["fresh", ["evidence", 0, "collected_at"]]}
	every date in [null, "", "May", "2026-11-23", 20261101] {
		one({"collected_at": date}) == {["fresh", ["evidence", 0, "collected_at"]]}
	}
}

test_hash if {
	every value in [null, "", "ab..", substring(digest, 0, 63), concat("", [digest, "0"]), replace(digest, "9f", "zz"), 5, [digest]] {
		one({"sha256": value}) == {["hashed", ["evidence", 0, "sha256"]]}
	}
}

test_collector_and_owner_differ_on_site if {
	one({"collector": "LI "}) == {["collected_by_another", ["evidence", 0, "collector"]]}
	every person in [null, "", "tbd", 5, ["he"]] {
		one({"collector": person}) == {["collected_by_another", ["evidence", 0, "collector"]]}
		one({"owner": person}) == {["collected_by_another", ["evidence", 0, "owner"]]}
	}
}

test_control_and_kind_are_needed if {
	every control in [null, "", "tbd", 5] {
		one({"control": control}) == {["evidence_listed", ["evidence", 0, "control"]]}
	}
	one({"kind": "hearsay"}) == {["evidence_listed", ["evidence", 0, "kind"]]}
	one({"kind": null, "collector": "li"}) == {["evidence_listed", ["evidence", 0, "kind"]], ["collected_by_another", ["evidence", 0, "collector"]]}
}

test_samples_need_evidence_from_the_site if {
	sampled := {"samples": [{"control": "tec-ids-07"}, {"control": "CUS-SEG-02"}, {"control": null}, "x"]}
	found({"evidence": [piece], "onsite": sampled}) == {["samples_backed", ["onsite", "samples", 1, "control"]]}
	found({"evidence": [object.union(piece, {"kind": "document"})], "onsite": sampled}) == {["samples_backed", ["onsite", "samples", i, "control"]] | some i in [0, 1]}
}

test_list_is_needed if {
	every evidence in [null, [], "folder", {}] {
		found({"evidence": evidence}) == {["evidence_listed", ["evidence"]]}
	}
	found({"evidence": ["scan.txt"]}) == {["evidence_listed", ["evidence", 0]]}
}

said(change) := {violation.msg.en | some violation in violations} if {
	violations := evidence_fresh.deny with input as {"spec": {"evidence": [object.union(piece, change)]}}
}

test_messages_name_the_control if {
	said({"sha256": "ab"}) == {"evidence \"TEC-IDS-07\": `sha256` is \"ab\"; it must be the SHA-256 of the file, 64 hexadecimal digits"}
	said({"kind": "hearsay"}) == {"evidence \"TEC-IDS-07\": `kind` is \"hearsay\"; it must be one of machine, document, onsite, self_declared"}
	said({"collected_at": null}) == {"evidence \"TEC-IDS-07\": `collected_at` is missing; it must be a date of the last 180 days (YYYY-MM-DD)"}
	said({"collector": "Li"}) == {"evidence \"TEC-IDS-07\": collector \"Li\" is also the owner; it needs a second person"}
}

test_places_lead_to_the_evidence if {
	violations := evidence_fresh.deny with input as {"spec": {"evidence": [object.union(piece, {"kind": "hearsay", "collected_at": null})]}}
	{violation.path | some violation in violations} == {["spec", "evidence", 0, "kind"], ["spec", "evidence", 0, "collected_at"]}
}

test_owner_is_shown_beside_the_collector if {
	some violation in evidence_fresh.deny with input as {"spec": {"evidence": [object.union(piece, {"collector": "li"})]}}
	violation.path == ["spec", "evidence", 0, "collector"]
	violation.related == [{"msg": {"en": "owned by the same person", "zh": "责任人为同一人"}, "path": ["spec", "evidence", 0, "owner"]}]
}
