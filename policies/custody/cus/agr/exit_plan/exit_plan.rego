# METADATA
# scope: package
# title: Exit and resolution plan for client money
# description: >-
#   When a platform fails, clients get their money back only if somebody has planned for it. There must be an approved
#   exit plan (`approved: true`), and it must have been reviewed in the last 365 days.
# custom:
#   id: CUS-AGR-06
#   severity: high
#   indicator: CUS.AGR
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [CustodyArrangement]
#   clauses: [NBPI-7, NBPI-14, CASS-15]
#   checks:
#     approved: {veto: false, implements: [NBPI-7, NBPI-14, CASS-15]}
#     reviewed: {veto: false, implements: [], params: [exit_plan_review_days]}
#   basis_note: >-
#     The clauses ask for an exit plan and for the protection of users' money when the business ends; how often the
#     plan is reviewed is a house value.
#   remediation: Write the plan, have it approved, rehearse the return of client money, and review it every year.
#   zh:
#     title: 退出与客户资金返还预案
#     description: >-
#       平台经营失败时，只有事先有预案，客户资金才能如数返还。须有经批准的退出预案（`approved: true`），并在 365 天内完成复核。
#     basis_note: 条款要求具备退出方案并在终止业务时保护用户资金；复核周期属内部控制参数。
#     remediation: 制定退出预案并履行审批，演练客户资金返还流程，每年复核。
package fiducia.custody.cus.agr.exit_plan

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "approved"}) if {
	some fault in fields.section_faults(["spec", "exit_plan"], {"approved": fields.yes})
}

deny contains object.union(fault, {"check": "reviewed"}) if {
	demands := {"last_review": fields.within(data.fiducia.params.exit_plan_review_days)}
	some fault in fields.section_faults(["spec", "exit_plan"], demands)
}
