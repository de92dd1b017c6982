# METADATA
# scope: package
# title: Evidence present, fresh and hashed
# description: >-
#   A result without evidence is a claim, and evidence that can be exchanged unnoticed is none. Every entry of
#   `evidence` must name its control, kind and the SHA-256 of its file, and have been collected within the last 180
#   days; what was collected on site must name collector and owner, two different people; and every control that was
#   looked at on site needs such evidence.
# custom:
#   id: ASM-02
#   severity: high
#   indicator: CMP.SUP
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [Assessment]
#   clauses: []
#   see_also: [ISO-A.5.33, GB22239-8.1.7.5]
#   checks:
#     evidence_listed: {veto: false, implements: [], params: [evidence_kinds]}
#     hashed: {veto: false, implements: []}
#     fresh: {veto: false, implements: [], params: [evidence_max_age_days]}
#     collected_by_another: {veto: false, implements: []}
#     samples_backed: {veto: false, implements: []}
#   remediation: Collect the evidence anew, hash its files, and let somebody collect it who does not answer for it.
#   zh:
#     title: 证据完整、时效与哈希
#     description: >-
#       没有证据的结论只是声称，可被悄然替换的证据等于没有证据。`evidence` 每项须写明控制项、类型、文件的 SHA-256 值，并在最近 180 天内收集；现场证据须写明收集人和责任人，且不得为同一人；现场抽查的每个控制项均须有现场证据。
#     remediation: 重新收集证据并计算文件哈希值，由与被查事项无责任关系的人员收集。
package fiducia.custody.asm.evidence_fresh

import data.fiducia.custody.lib.dual_control
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "evidence", "many": "pieces of evidence", "zh": "证据"}

owner := {"key": "owner", "en": "owner", "did": "owned", "zh": "责任人"}

collector := {"key": "collector", "en": "collector", "zh": "收集人"}

deny contains object.union(fault, {"check": "evidence_listed"}) if {
	some fault in shape.list_faults("evidence", noun, 1)
}

deny contains object.union(fault, {"check": "evidence_listed"}) if {
	some fault in fields.entry_faults(shape.spec("evidence"), ["spec", "evidence"], noun, "control", {
		"control": fields.filled,
		"kind": fields.one_of(data.fiducia.params.evidence_kinds),
	})
}

deny contains {
	"msg": {
		"en": sprintf("%s: `sha256` %s; it must be the SHA-256 of the file, 64 hexadecimal digits", [item.en, state.en]),
		"zh": sprintf("%s的 `sha256` %s，应为文件的 SHA-256 值（64 位十六进制）", [item.zh, state.zh]),
	},
	"check": "hashed",
	"path": ["spec", "evidence", i, "sha256"],
	"expected": {"en": "64 hexadecimal digits", "zh": "64 位十六进制"},
} if {
	some i, piece in shape.items(shape.spec("evidence"))
	is_object(piece)
	not hash(shape.get(piece, "sha256"))
	item := text.item(noun, piece, "control", i)
	state := text.state(shape.get(piece, "sha256"))
}

deny contains object.union(fault, {"check": "fresh"}) if {
	some fault in fields.entry_faults(shape.spec("evidence"), ["spec", "evidence"], noun, "control", {
		"collected_at": fields.within(data.fiducia.params.evidence_max_age_days),
	})
}

deny contains object.union(fault, {"check": "collected_by_another"}) if {
	some i, piece in shape.items(shape.spec("evidence"))
	is_object(piece)
	onsite(piece)
	some fault in dual_control.faults(piece, ["spec", "evidence", i], text.item(noun, piece, "control", i), owner, collector)
}

deny contains {
	"msg": {
		"en": sprintf("control \"%s\" was looked at on site, and no evidence of the kind \"onsite\" is about it", [sample.control]),
		"zh": sprintf("控制项“%s”已现场核查，但没有对应的现场（onsite）证据", [sample.control]),
	},
	"check": "samples_backed",
	"path": ["spec", "onsite", "samples", i, "control"],
	"related": [{"msg": {"en": "the evidence", "zh": "证据"}, "path": ["spec", "evidence"]}],
	"expected": {"en": "a control with evidence from the site", "zh": "有现场证据的控制项"},
} if {
	some i, sample in shape.items(shape.get(shape.spec("onsite"), "samples"))
	text.filled(shape.get(sample, "control"))
	not text.key(sample.control) in seen_on_site
}

seen_on_site := {text.key(piece.control) |
	some piece in shape.items(shape.spec("evidence"))
	text.filled(shape.get(piece, "control"))
	onsite(piece)
}

# Evidence whose kind cannot be read may come from the site.
onsite(piece) if text.among(shape.get(piece, "kind"), ["onsite"])

onsite(piece) if not is_string(shape.get(piece, "kind"))

hash(value) if {
	is_string(value)
	count(value) == 64
	trim(lower(value), "0123456789abcdef") == ""
}
