# METADATA
# scope: package
# title: Tamper-evident ledger
# description: >-
#   A ledger that can be changed without a trace proves nothing. It must be protected by a hash chain, a Merkle tree
#   or a blockchain (`tamper_evidence`), and have been verified within the last 31 days.
# custom:
#   id: FUT-03
#   severity: low
#   indicator: CUS.REC
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [DataProfile]
#   clauses: []
#   see_also: [NBPI-25, GB22239-8.1.4.7]
#   checks:
#     protected: {veto: false, implements: [], params: [tamper_evidence_methods]}
#     verified: {veto: false, implements: [], params: [ledger_verify_interval_days]}
#   remediation: Add a hash chain over the entries of the ledger, and verify it every month.
#   zh:
#     title: 防篡改账本
#     description: >-
#       可被悄然篡改的账本没有证明力。账本须采用哈希链、默克尔树或区块链等防篡改机制（`tamper_evidence`），并在最近 31 天内完成校验。
#     remediation: 为账本记录建立哈希链，并按月校验。
package fiducia.custody_extended.fut.tamper_evident_ledger

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "protected"}) if {
	some fault in fields.section_faults(["spec", "ledger"], {"tamper_evidence": fields.one_of(data.fiducia.params.tamper_evidence_methods)})
}

deny contains object.union(fault, {"check": "verified"}) if {
	some fault in fields.section_faults(["spec", "ledger"], {"verify_last_date": fields.within(data.fiducia.params.ledger_verify_interval_days)})
}
