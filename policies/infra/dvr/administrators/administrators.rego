# METADATA
# scope: package
# title: Administrators are those who are declared
# description: >-
#   Who has all rights in a cluster, a cloud or a machine is held against the members of the roles of administrators in
#   the AccessProfile.
# custom:
#   id: INF-DVR-04
#   severity: high
#   control: TEC-ACC-03
#   input: project
#   applies_to: [AccessProfile]
#   subjects: seen
#   threshold_basis: house
#   remediation: Take the right away, or declare the person as an administrator.
#   zh:
#     title: 实际管理员须与声明一致
#     description: 将在集群、云账号或主机上拥有全部权限的人员与 AccessProfile 中管理员角色的成员比对。
#     remediation: 收回该权限，或将该人员声明为管理员。
package fiducia.infra.dvr.administrators

import data.fiducia.infra.lib.declared
import data.fiducia.infra.lib.people

# Roles of administrators, with those who hold them.
roles contains {"platform": entry.platform, "path": declared.within(entry, ["members"], null).path, "members": {member | some member in entry.value.members; is_string(member)}} if {
	some declaration in declared.of("AccessProfile")
	some entry in declared.entries(declaration, ["roles"])
	administers(entry.value.name)
	is_array(entry.value.members)
}

roles contains {"platform": place.platform, "path": place.path, "members": {who}} if {
	some declaration in declared.of("AccessProfile")
	some who, held in declaration.spec.assignments
	some role in held
	administers(role)
	place := declared.place(declaration, ["assignments", who], held)
}

administers(role) if regex.match(`(?i)admin|root|superuser|(^|[-_ ])(dba|owner)([-_ ]|$)|管理员`, role)

seen contains object.union(declared.at(document, found), {"about": about, "members": union({role.members | some role in about})}) if {
	some document in declared.real
	about := [role | some role in roles; role.platform == document.platform]
	people_ := people.rights with input as document.content
	some found in people_
	found.admin
	count(union({role.members | some role in about})) > 0
}

deny contains declared.contradiction(found, {
	"en": sprintf("%v has all rights, but holds no role of an administrator that is declared", [found.person]),
	"zh": sprintf("%v 拥有全部权限，但未声明担任任何管理员角色", [found.person]),
}, {"en": "a declared administrator", "zh": "已声明的管理员"}, found.about) if {
	some found in seen
	every member in found.members { not declared.same(member, found.person) }
}
