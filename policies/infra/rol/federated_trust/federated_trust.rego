# METADATA
# scope: package
# title: Tokens of pipelines are trusted for named repositories
# description: >-
#   A role that trusts the tokens of a public provider without a condition on the subject may be taken by any
#   repository of the world.
# custom:
#   id: INF-ROL-08
#   severity: critical
#   control: TEC-ACC-07
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Add a condition on `:sub` that names the repository and branch.
#   zh:
#     title: 流水线令牌须限定代码库
#     description: 信任公共令牌签发方而不限定 subject 的角色，可被任意代码库取得。
#     remediation: 添加限定代码库与分支的 `:sub` 条件。
package fiducia.infra.rol.federated_trust

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.grants

providers := `(?i)(token\.actions\.githubusercontent\.com|gitlab\.com|oidc\.circleci\.com|app\.terraform\.io)`

seen contains statement.place if {
	some statement in grants.statements
	public(statement)
}

public(statement) if {
	some issuer in statement.federated
	regex.match(providers, issuer)
}

# A condition on what a token is about, at whatever depth, that not every repository meets.
bound(statement) if {
	walk(statement.conditions, [path, value])
	regex.match(`:(sub|repository|repository_owner|project_path|namespace_path|job_workflow_ref)$`, path[count(path) - 1])
	not open(value)
}

bound(statement) if statement.conditions.dynamic

open(value) if {
	some text in known.list(value)
	regex.match(`^((repo|project_path|organization|org):)?\*+([/:*]|project:|workspace:|run_phase:)*$`, text)
}

deny contains say.told(statement.at.conditions, {"en": "tokens of any repository are trusted", "zh": "信任任意代码库的令牌"}, {"en": "a condition on `:sub`", "zh": " `:sub` 条件"}) if {
	some statement in grants.statements
	statement.allow
	public(statement)
	not bound(statement)
}

# Google Cloud: a provider for GitHub without a condition.
seen contains provider if {
	some provider in terraform.resources("google_iam_workload_identity_pool_provider")
	some issuer in terraform.values(provider, ["oidc", "issuer_uri"])
	regex.match(providers, issuer.value)
}

deny contains say.told(say.gap(provider.name, array.concat(provider.path, ["attribute_condition"])), {"en": "tokens of any repository are trusted", "zh": "信任任意代码库的令牌"}, {"en": "a condition on the repository", "zh": "限定代码库的条件"}) if {
	some provider in terraform.resources("google_iam_workload_identity_pool_provider")
	some issuer in terraform.values(provider, ["oidc", "issuer_uri"])
	regex.match(providers, issuer.value)
	not provider.value.attribute_condition
}
