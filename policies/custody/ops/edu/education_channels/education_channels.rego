# METADATA
# scope: package
# title: User security education over several channels
# description: >-
#   Users who know the tricks are the cheapest protection. They must be educated over at least three channels
#   (`channels`: notices, e-mail, text messages, the app and others), and the last campaign must lie within the last 90
#   days (`last_campaign`).
# custom:
#   id: OPS-EDU-01
#   severity: medium
#   indicator: OPS.EDU
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [UserEducation]
#   clauses: []
#   see_also: [ATF-30]
#   checks:
#     channels: {veto: false, implements: [], params: [education_channels]}
#     last_campaign: {veto: false, implements: [], params: [education_interval_days]}
#   basis_note: No clause that was read states a number of channels or an interval; both are house values.
#   remediation: Plan a campaign each quarter, and use more channels so that every group of users is reached.
#   zh:
#     title: 多渠道用户安全教育
#     description: 让用户了解骗术，是成本最低的防护。须通过至少三种渠道（`channels`，如公告、邮件、短信、App 等）开展用户安全教育，最近一次教育活动（`last_campaign`）须在最近 90 天内。
#     basis_note: 所读条款均未规定渠道数量和间隔；两者均属内部控制要求。
#     remediation: 按季度安排教育活动，增加渠道以覆盖各类用户。
package fiducia.custody.ops.edu.education_channels

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "channels"}) if {
	several := fields.several(data.fiducia.params.education_channels)
	some fault in fields.section_faults(["spec"], {"channels": several})
}

deny contains object.union(fault, {"check": "last_campaign"}) if {
	within := fields.within(data.fiducia.params.education_interval_days)
	some fault in fields.section_faults(["spec"], {"last_campaign": within})
}
