# METADATA
# scope: package
# title: Security investment and refresh
# description: >-
#   Protection that is not paid for decays. At least 5 percent of the IT budget must go into security, and outdated
#   technology must have been reviewed within the last 365 days.
# custom:
#   id: SUS-01
#   severity: low
#   indicator: OPS.MGT
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [Governance]
#   clauses: []
#   see_also: [CSF-GV.RR-03]
#   checks:
#     funded: {veto: false, implements: [], params: [security_budget_percent]}
#     refreshed: {veto: false, implements: [], params: [tech_refresh_interval_days]}
#   remediation: Raise the share of security in the budget, and review each year what has to be replaced.
#   zh:
#     title: 持续投入与技术更新
#     description: >-
#       缺乏持续投入，防护能力就会衰退。安全投入占信息科技预算的比例不得低于 5%，并在最近 365 天内开展过技术更新评审。
#     remediation: 提高安全投入占比，并每年评审需要更新替换的技术。
package fiducia.custody_extended.sus.security_investment

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "funded"}) if {
	some fault in fields.section_faults(["spec", "budget"], {"security_percent_of_it": fields.percent(data.fiducia.params.security_budget_percent)})
}

deny contains object.union(fault, {"check": "refreshed"}) if {
	some fault in fields.section_faults(["spec", "tech_refresh"], {"last_review": fields.within(data.fiducia.params.tech_refresh_interval_days)})
}
