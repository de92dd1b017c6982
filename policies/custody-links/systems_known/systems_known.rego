# METADATA
# scope: package
# title: Systems that are named exist
# description: >-
#   A system that stands in a plan or a list but not in the Platform document is either forgotten there or gone. Systems
#   named by emergency plans, incidents, assets, releases, suppliers, assessments and the roadmap must be among the
#   `systems` of their platform.
# custom:
#   id: LNK-03
#   severity: medium
#   input: project
#   applies_to: [EmergencyPlan, IncidentLog, Governance, Assessment, Roadmap]
#   threshold_basis: house
#   remediation: Add the system to `systems` of the Platform document, or correct its name where it is used.
#   zh:
#     title: 所引用的系统须存在
#     description: 出现在预案或清单中、却不在 Platform 文档中的系统，要么漏登，要么已下线。应急预案、事件、资产、版本发布、供应商、评估与路线图引用的系统，须列入所属平台的 `systems`。
#     remediation: 将该系统补入 Platform 文档的 `systems`，或更正引用处的名称。
package fiducia.custody_links.systems_known

import data.fiducia.custody_links.lib.project

noun := {"en": "system", "zh": "系统"}

home := {"en": "`systems` of its Platform", "zh": "所属平台的 `systems`"}

deny contains violation if {
	some violation in project.strangers(named, project.mentions(project.specs("Platform"), "systems"), noun, home, homes)
}

homes := project.under(project.specs("Platform"), "systems")

in_lists := project.mentions(places, "systems") if {
	plans := array.concat(project.entries("EmergencyPlan", "plans"), project.entries("IncidentLog", "incidents"))
	others := array.concat(project.entries("Governance", "suppliers"), project.entries("Roadmap", "technologies"))
	places := array.concat(array.concat(plans, others), project.under(project.specs("Assessment"), "scope"))
}

alone := project.mentions(array.concat(project.entries("Governance", "assets"), project.entries("Governance", "releases")), "system")

named := array.concat(in_lists, alone)
