# METADATA
# scope: package
# title: Special assessment after an event
# description: >-
#   A major change or a serious incident makes the last assessment worthless for what it touched. After every incident
#   above the grade "general", and after every change that is marked `major`, there must be a special assessment
#   within 30 days that names it as its trigger (`special_assessments` of an IncidentLog of the same platform). A
#   grade that cannot be read counts as serious.
# custom:
#   id: RSK-ASM-04
#   severity: medium
#   indicator: RSK.ASM
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [IncidentLog, Governance]
#   input: project
#   clauses: [DORA-8]
#   see_also: [GB22239-8.1.9.9]
#   checks:
#     lists: {veto: false, implements: []}
#     assessments_readable: {veto: false, implements: []}
#     incidents_assessed: {veto: false, implements: [], params: [minor_incident_grades, special_assessment_days]}
#     changes_assessed: {veto: false, implements: [DORA-8], params: [special_assessment_days]}
#   basis_note: >-
#     The clause asks for a risk assessment upon major changes; the 30 days, and the assessment after incidents, are
#     house values.
#   remediation: Hold the special assessment, and enter it with the number of the incident or change as its trigger.
#   zh:
#     title: 专项评估
#     description: >-
#       发生重大变更或严重事件后，原有评估结论对受影响部分不再有效。凡级别高于“一般”的事件和标记为重大（`major`）的变更，须在 30 天内开展专项评估，并在同一平台 IncidentLog 的 `special_assessments` 中写明触发事项；级别无法识别的事件按严重事件处理。
#     basis_note: 所引条款要求在重大变更后开展风险评估；30 天的期限以及事件后的专项评估属内部控制要求。
#     remediation: 开展专项评估，并以事件或变更编号作为触发事项登记。
package fiducia.custody_extended.rsk.asm.special_assessment

import data.fiducia.custody.lib.dates
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.spread
import data.fiducia.custody.lib.text

nouns := {
	"incidents": {"en": "incident", "many": "incidents", "zh": "事件"},
	"special_assessments": {"en": "special assessment", "many": "special assessments", "zh": "专项评估"},
	"changes": {"en": "change", "many": "changes", "zh": "变更"},
}

deny contains object.union(fault, {"check": "lists", "path": array.concat(["documents", d, "content"], fault.path)}) if {
	some key in ["incidents", "special_assessments"]
	some d, content in spread.holders("IncidentLog", key)
	some fault in shape.list_faults_at(listed(content, key), ["spec", key], nouns[key], 0)
}

deny contains object.union(fault, {"check": "assessments_readable"}) if {
	some d, document in input.documents
	document.kind == "IncidentLog"
	some fault in fields.entry_faults(
		listed(document.content, "special_assessments"),
		["documents", d, "content", "spec", "special_assessments"],
		nouns.special_assessments,
		"trigger",
		{"trigger": fields.filled, "date": fields.past},
	)
}

deny contains lacking(event, "incidents_assessed") if {
	some event in events("IncidentLog", "incidents", "grade", "known_at")
	not text.among(event.weight, data.fiducia.params.minor_incident_grades)
	late(event)
}

deny contains lacking(event, "changes_assessed") if {
	some event in events("Governance", "changes", "major", "date")
	not event.weight in {null, false}
	late(event)
}

# What may call for an assessment: incidents or changes, with the platform, the weight and the day.
events(kind, key, weight, day) := [event |
	some d, document in input.documents
	document.kind == kind
	some i, entry in shape.items(listed(document.content, key))
	is_object(entry)
	event := {
		"item": text.item(nouns[key], entry, "id", i),
		"id": shape.get(entry, "id"),
		"platform": platform(document.content),
		"weight": shape.get(entry, weight),
		"day": shape.get(entry, day),
		"path": ["documents", d, "content", "spec", key, i, weight],
	}
]

listed(content, key) := shape.get(shape.get(content, "spec"), key)

platform(content) := shape.get(shape.get(content, "metadata"), "platform")

# Neither assessed in time nor still with time left.
late(event) if {
	not assessed(event)
	not due(event)
}

assessed(event) if {
	some document in input.documents
	document.kind == "IncidentLog"
	platform(document.content) == event.platform
	some assessment in shape.items(listed(document.content, "special_assessments"))
	text.filled(shape.get(assessment, "trigger"))
	text.among(assessment.trigger, [event.id])
	dates.age(shape.get(assessment, "date")) >= 0
	in_time(event, assessment.date)
}

in_time(event, _) if not day_number(event.day)

in_time(event, date) if {
	after := dates.number(date) - day_number(event.day)
	after >= 0
	after <= data.fiducia.params.special_assessment_days
}

due(event) if dates.today - day_number(event.day) <= data.fiducia.params.special_assessment_days

# The day of a date, with or without a time.
day_number(value) := dates.number(substring(value, 0, 10)) if is_string(value)

lacking(event, check) := {
	"msg": {
		"en": sprintf("%s: no special assessment within %d days", [event.item.en, longest]),
		"zh": sprintf("%s发生后 %d 天内未开展专项评估", [event.item.zh, longest]),
	},
	"check": check,
	"path": event.path,
	"expected": {"en": sprintf("a special assessment within %d days", [longest]), "zh": sprintf("%d 天内的专项评估", [longest])},
} if {
	longest := data.fiducia.params.special_assessment_days
}
