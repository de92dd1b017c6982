# METADATA
# scope: package
# title: Special assessments rest on an event that exists
# description: >-
#   A special assessment that nobody can connect with its cause proves nothing. What triggered it
#   (`special_assessments[].trigger` of an IncidentLog, `trigger` of an Assessment) must be an incident or a change of
#   the platform.
# custom:
#   id: LNK-12
#   severity: low
#   input: project
#   applies_to: [IncidentLog, Assessment]
#   threshold_basis: house
#   remediation: Correct the number, or add the incident or change that is missing.
#   zh:
#     title: 专项评估的触发事件须存在
#     description: >-
#       无法对应起因的专项评估不能说明任何问题。其触发事件（IncidentLog 的 `special_assessments[].trigger`、Assessment 的 `trigger`）须为该平台的事件或变更。
#     remediation: 更正编号，或补录缺失的事件或变更。
package fiducia.custody_links.triggers_known

import data.fiducia.custody_links.lib.project

noun := {"en": "trigger", "zh": "触发事件"}

home := {"en": "the incidents and changes of its platform", "zh": "所属平台的事件与变更"}

deny contains violation if {
	some violation in project.strangers(named, known, noun, home, homes)
}

known := project.mentions(array.concat(project.entries("IncidentLog", "incidents"), project.entries("Governance", "changes")), "id")

homes := array.concat(project.under(project.specs("IncidentLog"), "incidents"), project.under(project.specs("Governance"), "changes"))

named := project.mentions(array.concat(project.entries("IncidentLog", "special_assessments"), project.specs("Assessment")), "trigger")
