# METADATA
# scope: package
# title: Actual incidents reported in time
# description: >-
#   A runbook with the right deadlines proves nothing about what happened. Every incident from the grade "relatively
#   major" (较大) up must have been reported in time: within 1 hour of becoming known for critical information
#   infrastructure, within 4 hours for other operators (`known_at`, `reported_at`, both with a time zone or both
#   without). Every incident must state its grade, its root cause and the lessons drawn. Whether a platform is critical
#   is read from `cii` of its Platform document.
# custom:
#   id: OPS-EMG-05
#   severity: critical
#   indicator: OPS.EMG
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [IncidentLog]
#   clauses: [GB22239-8.1.10.12, DORA-17]
#   see_also: [INC-4-3, INC-8, DORA-13, ISO-A.5.27]
#   checks:
#     incidents_listed: {veto: false, implements: []}
#     grade: {veto: false, implements: [], params: [incident_grades]}
#     reported_in_time: {veto: false, implements: [], params: [incident_grades, incident_report_from_grade, incident_report_hours_cii, incident_report_hours]}
#     lessons: {veto: false, implements: [GB22239-8.1.10.12, DORA-17]}
#   basis_note: >-
#     The deadlines are those of the Chinese reporting measures; on platforms elsewhere they are good practice.
#   remediation: >-
#     File the reports that are late, find out why they were, and write down the root cause and the lessons of each
#     incident.
#   zh:
#     title: 实际事件按时报告
#     description: >-
#       处置手册写得再好，也不能证明事件发生时确实照办。较大及以上事件须按时报告：关键信息基础设施自知悉起 1 小时内，其他运营者 4 小时内（`known_at` 与 `reported_at` 须同时写明或同时不写时区）。每起事件须写明级别、根本原因和经验教训。平台是否属于关键信息基础设施，以其 Platform 文档的 `cii` 为准。
#     basis_note: 时限取自国家网络安全事件报告管理办法；对境外平台仅作良好实践。
#     remediation: 补报迟报事件并查明迟报原因，逐起记录根本原因与经验教训。
package fiducia.custody.ops.emg.incidents_reported

import data.fiducia.custody.lib.dates
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "incident", "many": "incidents", "zh": "事件"}

incidents := shape.spec("incidents")

deny contains object.union(fault, {"check": "incidents_listed"}) if {
	some fault in shape.list_faults("incidents", noun, 0)
}

deny contains object.union(fault, {"check": "grade"}) if {
	some fault in fields.entry_faults(incidents, ["spec", "incidents"], noun, "id", {"grade": fields.one_of(grades)})
}

deny contains object.union(fault, {"check": "lessons"}) if {
	some fault in fields.entry_faults(incidents, ["spec", "incidents"], noun, "id", {"root_cause": fields.answer, "lessons": fields.answer})
}

# Moments that cannot be read.
deny contains {
	"msg": {
		"en": sprintf("%s: `%s` %s; it must be a date and time such as 2026-08-01T10:00+08:00", [item.en, key, state.en]),
		"zh": sprintf("%s的 `%s` %s，应为日期和时间，如 2026-08-01T10:00+08:00", [item.zh, key, state.zh]),
	},
	"check": "reported_in_time",
	"path": ["spec", "incidents", i, key],
	"expected": "YYYY-MM-DDThh:mm",
} if {
	some i, incident in shape.items(incidents)
	to_be_reported(incident)
	some key in ["known_at", "reported_at"]
	value := shape.get(incident, key)
	not dates.moment(value)
	item := text.item(noun, incident, "id", i)
	state := text.state(value)
}

deny contains {
	"msg": {
		"en": sprintf("%s: only one of `known_at` and `reported_at` states a time zone, so they cannot be compared", [item.en]),
		"zh": sprintf("%s的 `known_at` 与 `reported_at` 仅有一项写明时区，无法比较", [item.zh]),
	},
	"check": "reported_in_time",
	"path": ["spec", "incidents", i, "reported_at"],
	"related": known(i),
	"expected": {"en": "the same way to state the time zone", "zh": "一致的时区写法"},
} if {
	some i, incident in shape.items(incidents)
	to_be_reported(incident)
	dates.moment(incident.known_at).zoned != dates.moment(incident.reported_at).zoned
	item := text.item(noun, incident, "id", i)
}

deny contains {
	"msg": {
		"en": sprintf("%s was reported %v minutes after it became known; %v hours are allowed", [item.en, minutes, longest]),
		"zh": sprintf("%s在知悉 %v 分钟后才报告，时限为 %v 小时", [item.zh, minutes, longest]),
	},
	"check": "reported_in_time",
	"path": ["spec", "incidents", i, "reported_at"],
	"related": known(i),
	"expected": {"en": sprintf("within %v hours", [longest]), "zh": sprintf("%v 小时以内", [longest])},
} if {
	some i, incident in shape.items(incidents)
	to_be_reported(incident)
	minutes := elapsed(incident)
	minutes > longest * 60
	item := text.item(noun, incident, "id", i)
}

deny contains {
	"msg": {
		"en": sprintf("%s was reported before it became known; one of the two times is wrong", [item.en]),
		"zh": sprintf("%s的报告时间早于知悉时间，两者必有一误", [item.zh]),
	},
	"check": "reported_in_time",
	"path": ["spec", "incidents", i, "reported_at"],
	"related": known(i),
	"expected": {"en": "a time after `known_at`", "zh": "晚于 `known_at` 的时间"},
} if {
	some i, incident in shape.items(incidents)
	to_be_reported(incident)
	elapsed(incident) < 0
	item := text.item(noun, incident, "id", i)
}

known(i) := [{"msg": {"en": "known from here on", "zh": "自此知悉"}, "path": ["spec", "incidents", i, "known_at"]}]

# Minutes between two moments that can be compared.
elapsed(incident) := reported.minutes - known_at.minutes if {
	known_at := dates.moment(incident.known_at)
	reported := dates.moment(incident.reported_at)
	known_at.zoned == reported.zoned
}

# The lowest grade that need not be reported is the only way out: a grade that is not known counts as high.
to_be_reported(incident) if {
	is_object(incident)
	not exempt(shape.get(incident, "grade"))
}

exempt(grade) if {
	is_string(grade)
	some i, name in grades
	text.key(name) == text.key(grade)
	i < from_grade
}

grades := data.fiducia.params.incident_grades

from_grade := min({i | some i, name in grades; name == data.fiducia.params.incident_report_from_grade})

longest := min({data.fiducia.params.incident_report_hours} | {data.fiducia.params.incident_report_hours_cii | profile.cii})
