# METADATA
# scope: package
# title: Roles that are named exist
# description: >-
#   Duties that are separated between roles nobody holds are not separated. The roles in `sod.conflicts` and the role
#   that reconciles (`owner_role`) must exist among the roles or assignments of the platform's AccessProfile.
# custom:
#   id: LNK-05
#   severity: medium
#   input: project
#   applies_to: [AccessProfile, Reconciliation]
#   threshold_basis: house
#   remediation: Create the role and give it to somebody, or correct its name where it is used.
#   zh:
#     title: 所引用的角色须存在
#     description: 在无人担任的角色之间分离职责，等于没有分离。`sod.conflicts` 中的角色和对账岗位（`owner_role`）须在该平台 AccessProfile 的角色或角色分配中存在。
#     remediation: 设立该角色并配备人员，或更正引用处的名称。
package fiducia.custody_links.roles_known

import data.fiducia.custody.lib.shape
import data.fiducia.custody_links.lib.project

noun := {"en": "role", "zh": "角色"}

home := {"en": "the roles of its AccessProfile", "zh": "所属平台 AccessProfile 的角色"}

deny contains violation if {
	some violation in project.strangers(named, existing, noun, home, homes)
}

access := project.specs("AccessProfile")

assignments := project.under(access, "assignments")

homes := array.concat(project.under(access, "roles"), assignments)

existing := array.concat(project.mentions(project.entries("AccessProfile", "roles"), "name"), assigned)

# The roles in the values of a mapping from person to roles.
assigned := project.texts([role |
	some place in assignments
	some person, roles in shape.pairs(place.value)
	some role in project.each([{"platform": place.platform, "path": array.concat(place.path, [person]), "value": roles}])
])

pairs := project.each(project.under(project.under(access, "sod"), "conflicts"))

named := array.concat(project.texts(project.each(pairs)), project.mentions(project.specs("Reconciliation"), "owner_role"))
