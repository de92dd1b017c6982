# METADATA
# scope: package
# title: Policy set with version and yearly review
# description: >-
#   Rules that nobody has written down, or that nobody has looked at for years, do not guide anybody. The internal
#   policies must cover compliance, internal control, business, risk, emergencies and the protection of users; each must
#   state its version and must have been reviewed within the last 365 days.
# custom:
#   id: OPS-MGT-02
#   severity: high
#   indicator: OPS.MGT
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: mixed
#   applies_to: [Governance]
#   clauses: [NBPI-17, GB22239-8.1.6, DORA-6.5]
#   see_also: [ISO-A.5.1, CSF-GV.OV-03]
#   checks:
#     policies_listed: {veto: false, implements: []}
#     areas: {veto: false, implements: [NBPI-17], params: [policy_areas]}
#     version: {veto: false, implements: []}
#     review: {veto: false, implements: [GB22239-8.1.6, DORA-6.5], params: [policy_review_days]}
#   basis_note: >-
#     The clauses ask for regular or yearly review; that each policy states its version is a house value, and so is one
#     year for platforms to which only the Chinese standard applies.
#   remediation: >-
#     Publish the missing policies, give each a version, and review the whole set once a year, recording the date.
#   zh:
#     title: 制度体系、版本与年度评审
#     description: 没有成文、或多年未评审的制度，无法指导任何人。内部制度须覆盖合规、内部控制、业务、风险、应急和用户权益保护，每项制度须注明版本，并在最近 365 天内经过评审。
#     basis_note: 条款要求定期或每年评审；注明版本属内部控制要求，仅适用国内标准的平台，“一年”亦属内部控制要求。
#     remediation: 补齐缺失的制度并注明版本，每年对制度体系评审一次并记录评审日期。
package fiducia.custody.ops.mgt.policy_set

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "policy", "many": "policies", "zh": "制度"}

policies := shape.spec("policies")

deny contains object.union(fault, {"check": "policies_listed"}) if {
	some fault in shape.list_faults("policies", noun, 1)
}

deny contains object.union(fault, {"check": "policies_listed"}) if {
	some fault in fields.entry_faults(policies, ["spec", "policies"], noun, "id", {"area": fields.filled})
}

deny contains {
	"msg": {
		"en": sprintf("no policy covers the area \"%s\"", [area]),
		"zh": sprintf("没有制度覆盖%s领域", [text.named(area).zh]),
	},
	"check": "areas",
	"path": ["spec", "policies"],
	"expected": {"en": sprintf("policy on %s", [area]), "zh": sprintf("%s领域的制度", [text.named(area).zh])},
} if {
	some area in data.fiducia.params.policy_areas
	not text.key(area) in covered
}

deny contains {
	"msg": {
		"en": sprintf("%s: `version` %s; the version in force must be stated", [item.en, state.en]),
		"zh": sprintf("%s的 `version` %s，须注明现行版本", [item.zh, state.zh]),
	},
	"check": "version",
	"path": ["spec", "policies", i, "version"],
	"expected": {"en": "version", "zh": "版本"},
} if {
	some i, policy in shape.items(policies)
	is_object(policy)
	version := shape.get(policy, "version")
	not is_number(version)
	not text.filled(version)
	item := text.item(noun, policy, "id", i)
	state := text.state(version)
}

deny contains object.union(fault, {"check": "review"}) if {
	within := fields.within(data.fiducia.params.policy_review_days)
	some fault in fields.entry_faults(policies, ["spec", "policies"], noun, "id", {"last_review": within})
}

covered := {text.key(policy.area) |
	some policy in shape.items(policies)
	text.filled(shape.get(policy, "area"))
}
