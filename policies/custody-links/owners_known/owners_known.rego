# METADATA
# scope: package
# title: Owners are people or posts that exist
# description: >-
#   A task that belongs to somebody who has left belongs to nobody. The owners of risks, treatments and tasks must be
#   known on the platform: as a person or post in Governance (`staff`, `units`, `committee`, `security_lead`) or as a
#   person or role in its AccessProfile.
# custom:
#   id: LNK-11
#   severity: low
#   input: project
#   applies_to: [RiskRegister, ImprovementPlan]
#   threshold_basis: house
#   remediation: Name another owner, or add the person or post to Governance.
#   zh:
#     title: 责任人须为在册人员或岗位
#     description: >-
#       任务的责任人若已离职，等于无人负责。风险、处置措施和改进任务的责任人须为该平台在册的人员或岗位：见于 Governance（`staff`、`units`、`committee`、`security_lead`），或见于其 AccessProfile 的人员或角色。
#     remediation: 更换责任人，或将该人员或岗位补入 Governance。
package fiducia.custody_links.owners_known

import data.fiducia.custody_links.lib.project

noun := {"en": "owner", "zh": "责任人"}

home := {"en": "the people and posts of its platform", "zh": "所属平台的人员与岗位"}

deny contains violation if {
	some violation in project.strangers(named, known, noun, home, [])
}

risks := project.entries("RiskRegister", "risks")

owned := array.concat(array.concat(risks, project.under(risks, "treatment")), project.entries("ImprovementPlan", "tasks"))

named := project.mentions(owned, "owner")

governance := project.specs("Governance")

access := project.specs("AccessProfile")

# Where people and posts stand: some places, and the key under which they are named.
rosters := [
	[governance, "security_lead"],
	[project.under(governance, "committee"), "chair"],
	[project.under(governance, "committee"), "members"],
	[project.entries("Governance", "staff"), "id"],
	[project.entries("Governance", "staff"), "post"],
	[project.entries("Governance", "units"), "name"],
	[project.entries("Governance", "units"), "owner"],
	[project.entries("AccessProfile", "roles"), "name"],
	[project.entries("AccessProfile", "roles"), "members"],
]

listed := [mention |
	some [places, key] in rosters
	some mention in project.mentions(places, key)
]

known := array.concat(listed, project.keys(project.under(access, "assignments")))
