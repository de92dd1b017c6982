# METADATA
# scope: package
# title: Those who left hold no rights
# description: >-
#   Accounts that the AccessProfile calls disabled, and people it lists as leavers, are looked for where rights are given:
#   bindings of Kubernetes, users of clouds, sudoers, CODEOWNERS and pg_hba.conf.
# custom:
#   id: INF-DVR-05
#   severity: high
#   control: TEC-ACC-08
#   input: project
#   applies_to: [AccessProfile]
#   subjects: seen
#   threshold_basis: house
#   remediation: Take the account out of the file.
#   zh:
#     title: 已停用账号与离职人员不得保有权限
#     description: 在授予权限之处（Kubernetes 绑定、云用户、sudoers、CODEOWNERS、pg_hba.conf）查找 AccessProfile 中已停用的账号与离职人员。
#     remediation: 从文件中移除该账号。
package fiducia.infra.dvr.leavers

import data.fiducia.infra.lib.declared
import data.fiducia.infra.lib.directives
import data.fiducia.infra.lib.people

# Accounts that are off, and people who are gone.
gone contains {"name": entry.value.id, "platform": entry.platform, "path": declared.within(entry, ["id"], null).path} if {
	some declaration in declared.of("AccessProfile")
	some entry in declared.entries(declaration, ["accounts"])
	entry.value.disabled == true
	is_string(entry.value.id)
}

gone contains {"name": entry.value.id, "platform": entry.platform, "path": declared.within(entry, ["id"], null).path} if {
	some declaration in declared.of("AccessProfile")
	some entry in declared.entries(declaration, ["hr", "leavers"])
	is_string(entry.value.id)
}

named contains object.union(place, {"person": place.person}) if some place in people.rights

# The owners of code: `@li` and addresses, no teams.
named contains object.union(place, {"name": "CODEOWNERS", "person": split(trim_prefix(word, "@"), "@")[0]}) if {
	some directive in directives.all
	some i, word in directive.parameters
	regex.match(`^(@[^/]+|[^@/]+@[^@/]+)$`, word)
	place := directives.parameter(directive, i)
}

# The user of a line of pg_hba.conf.
named contains object.union(place, {"person": place.value}) if {
	some kind in ["local", "host", "hostssl", "hostgssenc", "hostnossl"]
	some directive in directives.named(kind)
	count(directive.parameters) >= 3
	place := directives.parameter(directive, 1)
}

seen contains object.union(declared.at(document, found), {"all": all}) if {
	some document in declared.real
	all := [one | some one in gone; one.platform == document.platform]
	count(all) > 0
	places := named with input as document.content
	some found in places
}

deny contains declared.contradiction(found, {
	"en": sprintf("%v is named here, whereas the account is declared as disabled or its owner as gone", [found.person]),
	"zh": sprintf("此处仍有 %v，而声明其账号已停用或人员已离职", [found.person]),
}, {"en": "no right for it", "zh": "不授予权限"}, about) if {
	some found in seen
	about := [one | some one in found.all; declared.same(one.name, found.person)]
	count(about) > 0
}
