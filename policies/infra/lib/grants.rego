# METADATA
# scope: package
# title: Policies of clouds
# description: >-
#   The statements of access policies, whether a document is a text of JSON, a call of `jsonencode`, or a data source. A statement is
#   {place, allow, actions, resources, principals, conditions}. What cannot be read is no statement.
package fiducia.infra.lib.grants

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

# Resources and the attributes that hold their policies.
documents := {
	"aws_iam_policy": ["policy"],
	"aws_iam_role_policy": ["policy"],
	"aws_iam_user_policy": ["policy"],
	"aws_iam_group_policy": ["policy"],
	"aws_iam_role": ["assume_role_policy"],
	"aws_s3_bucket": ["policy"],
	"aws_s3_bucket_policy": ["policy"],
	"aws_sqs_queue": ["policy"],
	"aws_sqs_queue_policy": ["policy"],
	"aws_sns_topic": ["policy"],
	"aws_sns_topic_policy": ["policy"],
	"aws_kms_key": ["policy"],
	"aws_ecr_repository_policy": ["policy"],
	"aws_secretsmanager_secret_policy": ["policy"],
	"aws_elasticsearch_domain": ["access_policies"],
	"aws_elasticsearch_domain_policy": ["access_policies"],
	"aws_opensearch_domain": ["access_policies"],
	"alicloud_ram_policy": ["policy_document", "document"],
	"alicloud_ram_role": ["assume_role_policy_document", "document"],
	"alicloud_oss_bucket": ["policy"],
	"alicloud_oss_bucket_policy": ["policy"],
	"tencentcloud_cam_policy": ["document"],
	"tencentcloud_cam_role": ["document"],
	"tencentcloud_cos_bucket_policy": ["policy"],
	"huaweicloud_identity_role": ["policy"],
	"huaweicloud_identity_policy": ["policy_document"],
	"huaweicloud_obs_bucket_policy": ["policy"],
}

statements contains statement if {
	some type, keys in documents
	some resource in terraform.resources(type)
	some key in keys
	text := resource.value[key]
	document := parsed(text)
	some raw in known.list(first(document, ["Statement", "statement"], []))
	is_object(raw)
	place := say.at(resource.name, array.concat(resource.path, [key]), text)
	statement := {
		"place": place,
		"type": type,
		"allow": lower(first(raw, ["Effect", "effect"], "Allow")) == "allow",
		"actions": entries(first(raw, ["Action", "action"], null)),
		"resources": entries(first(raw, ["Resource", "resource"], null)),
		"principals": principals(first(raw, ["Principal", "principal"], null)),
		"federated": entries(federated(first(raw, ["Principal", "principal"], null))),
		"conditions": first(raw, ["Condition", "condition"], {}),
		"at": {"actions": place, "principals": place, "conditions": place},
	}
}

statements contains statement if {
	some source in terraform.sources("aws_iam_policy_document")
	some raw in terraform.under(source, "statement")
	is_object(raw.value)
	conditions := {variable: values |
		some condition in known.list(object.get(raw.value, "condition", []))
		variable := condition.variable
		values := [value | some other in raw.value.condition; other.variable == variable; some value in known.list(other.values)]
	}
	statement := {
		"place": raw,
		"type": "aws_iam_policy_document",
		"allow": lower(object.get(raw.value, "effect", "Allow")) == "allow",
		"actions": entries(object.get(raw.value, "actions", null)),
		"resources": entries(object.get(raw.value, "resources", null)),
		"principals": {id | some principal in raw.value.principals; lower(principal.type) in {"aws", "*"}; some id in entries(principal.identifiers)},
		"federated": {id | some principal in raw.value.principals; lower(principal.type) == "federated"; some id in entries(principal.identifiers)},
		"conditions": object.union(conditions, made(raw.value)),
		"at": {
			"actions": narrower(raw, "actions"),
			"principals": raw,
			"conditions": raw,
		},
	}
}

# Conditions that a `dynamic` block makes, of which only that they exist is known.
made(body) := {"dynamic": ["condition"]} if body.dynamic.condition

made(body) := {} if not body.dynamic.condition

# A document that allows an action takes it back for everything.
denied(statement) if {
	some other in statements
	not other.allow
	other.type != "aws_iam_policy_document"
	other.place.path == statement.place.path
	"*" in other.resources
	count(other.conditions) == 0
	count(statement.actions - other.actions) == 0
}

denied(statement) if {
	some other in statements
	not other.allow
	other.type == "aws_iam_policy_document"
	array.slice(other.place.path, 0, 4) == array.slice(statement.place.path, 0, 4)
	"*" in other.resources
	count(other.conditions) == 0
	count(statement.actions - other.actions) == 0
}

narrower(place, key) := say.at(place.name, array.concat(place.path, [key]), place.value[key]) if place.value[key]

narrower(place, key) := place if not place.value[key]

first(object_, names, otherwise) := [object_[name] | some name in names; object_[name] != null][0] if {
	some name in names
	object_[name] != null
} else := otherwise

# Texts of a value that is one or a list.
entries(value) := {entry | some entry in known.list(value); is_string(entry)} if value != null

entries(null) := set()

# Whom a statement is about, accounts of any kind.
principals("*") := {"*"}

principals(value) := {entry | some kind, given in value; lower(kind) in {"aws", "ram", "qcs", "*", "id"}; some entry in entries(given)} if is_object(value)

principals(value) := set() if {
	not is_object(value)
	value != "*"
}

federated(value) := object.get(value, "Federated", null) if is_object(value)

federated(value) := null if not is_object(value)

# The document in a text of JSON.
parsed(text) := document if {
	is_string(text)
	not startswith(text, "${jsonencode(")
	startswith(trim_space(text), "{")
	json.is_valid(text)
	document := json.unmarshal(text)
}

# The document that a call of `jsonencode` writes: names become keys, references stay as expressions.
parsed(text) := document if {
	is_string(text)
	startswith(text, "${jsonencode(")
	inner := trim_suffix(trim_space(trim_suffix(trim_prefix(text, "${jsonencode("), "}")), ")")
	json.is_valid(as_json(inner))
	document := json.unmarshal(as_json(inner))
}

# An object of Terraform as JSON, step by step: comments off, keys quoted, references quoted, commas between lines.
as_json(text) := finished if {
	whole := regex.replace(text, `(?m)^\s*(#|//).*$`, "")
	bare := regex.replace(whole, `(?m)([,{}\[\]"(])[ \t]+(#|//)[^"\n]*$`, "$1")
	quoted := regex.replace(bare, `(?m)(^|[{,])(\s*)"([^"\n]+)"\s*[=:]`, `$1$2"$3":`)
	keyed := regex.replace(quoted, `(?m)(^|[{,])(\s*)([A-Za-z_][\w-]*)\s*=`, `$1$2"$3":`)
	named := regex.replace(keyed, `([:\[,]\s*)([A-Za-z_][\w]*(\.[\w*\[\]"-]+)+)`, `$1"$${$2}"`)
	parted := regex.replace(named, `(["}\]\de])[ \t]*\r?\n(\s*["{\[])`, "$1,\n$2")
	finished := regex.replace(parted, `,(\s*[}\]])`, "$1")
}
