# METADATA
# scope: package
# title: Changes are reviewed before they are merged
# description: A branch without reviews, or one that may be overwritten, lets one person put code into production.
# custom:
#   id: INF-CHG-09
#   severity: high
#   control: OPS-MGT-04
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Ask for at least one review, and forbid force pushes.
#   zh:
#     title: 变更须经评审后方可合并
#     description: 无需评审或可强制推送的分支，使一人即可将代码投入生产。
#     remediation: 至少要求一次评审，并禁止强制推送。
package fiducia.infra.chg.reviews

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "github_branch_protection", "keys": ["required_pull_request_reviews", "required_approving_review_count"], "default": 1, "bad": {"0"}},
	{"type": "github_branch_protection", "keys": ["allows_force_pushes"], "default": false, "bad": {"true"}},
	{"type": "github_branch_protection", "keys": ["allows_deletions"], "default": false, "bad": {"true"}},
	{"type": "github_branch_protection_v3", "keys": ["required_pull_request_reviews", "required_approving_review_count"], "default": 1, "bad": {"0"}},
	{"type": "github_repository_ruleset", "keys": ["rules", "pull_request", "required_approving_review_count"], "default": 1, "bad": {"0"}},
	{"type": "gitlab_branch_protection", "keys": ["allow_force_push"], "default": false, "bad": {"true"}},
	{"type": "gitlab_project_approval_rule", "keys": ["approvals_required"], "default": 1, "bad": {"0"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.wrong(place, {"en": "a review, and no force", "zh": "须评审且禁止强制推送"}) if {
	some place in seen
	settings.bad(place)
}
