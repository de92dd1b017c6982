# METADATA
# scope: package
# title: People in real files
# description: >-
#   Who is named where rights are given: {name, path, key, value, person, admin}. Accounts of programs and groups are no people.
package fiducia.infra.lib.people

import data.fiducia.infra.lib.directives
import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.kubernetes
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.rol.owner_roles

# Users that a role of Kubernetes is bound to.
rights contains object.union(say.at(kubernetes.name, ["subjects", i, "name"], subject.name), {"person": person(subject.name), "admin": input.roleRef.name == "cluster-admin"}) if {
	input.kind in {"RoleBinding", "ClusterRoleBinding"}
	some i, subject in input.subjects
	subject.kind == "User"
	human(subject.name)
}

# Users that a policy of a cloud is attached to.
attached := [
	{"type": "alicloud_ram_user_policy_attachment", "user": "user_name", "role": "policy_name"},
	{"type": "aws_iam_user_policy_attachment", "user": "user", "role": "policy_arn"},
	{"type": "tencentcloud_cam_user_policy_attachment", "user": "user_name", "role": "policy_name"},
	{"type": "google_project_iam_member", "user": "member", "role": "role"},
	{"type": "google_organization_iam_member", "user": "member", "role": "role"},
	{"type": "google_folder_iam_member", "user": "member", "role": "role"},
]

rights contains object.union(place, {"person": person(place.value), "admin": object.get(resource.value, row.role, "") in owner_roles.ownership}) if {
	some row in attached
	some resource in terraform.resources(row.type)
	some place in terraform.values(resource, [row.user])
	human(place.value)
}

# Users of a cloud, who may hold anything.
rights contains object.union(place, {"person": person(place.value), "admin": false}) if {
	some type in ["aws_iam_user", "alicloud_ram_user", "tencentcloud_cam_user", "huaweicloud_identity_user"]
	some place in terraform.of(type, ["name"])
	human(place.value)
}

# Those who may become root: `li ALL=(ALL) ALL`.
rights contains object.union(say.at(directive.value.name, array.concat(directive.path, ["name"]), directive.value.name), {"person": person(directive.value.name), "admin": all_commands(directive)}) if {
	some directive in directives.all
	regex.match(`^[A-Za-z0-9_.,-]+\s*=\s*\(`, concat(" ", directive.parameters))
	human(directive.value.name)
}

all_commands(directive) if {
	count(directive.parameters) > 0
	directive.parameters[count(directive.parameters) - 1] == "ALL"
}

# A person, by the shape of the name.
human(name) if {
	is_string(name)
	known.known(name)
	not regex.match(`(?i)^(system:|serviceaccount:|group:|domain:|allusers|allauthenticated|kubernetes-|root$|%|[#+])|[_A-Z]_alias$`, name)
	not regex.match(`(?i)(^|[-_.:@/])(bot|ci|cd|svc|service|pipeline|robot|agent|terraform|jenkins|gitlab|deploy|deployer|admin|backup|app)([-_.:@]|$)`, name)
}

# The name without what stands before and behind it: `user:li.na@harbor.example` and `CN=li.na,O=ops` are `li.na`.
person(name) := regex.replace(regex.replace(name, `^(user:|oidc:|(?i:/?cn=)|https?://[^#]*#)`, ""), `[@,/].*$`, "")
