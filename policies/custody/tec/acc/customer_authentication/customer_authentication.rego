# METADATA
# scope: package
# title: Strong customer authentication linked to amount and payee
# description: >-
#   Strong authentication keeps a phished password from becoming lost money. For deposits, withdrawals and transfers
#   `customer.sca` must ask for at least two factors, bind the code to amount and payee (`dynamic_linking: true`),
#   block after at most five consecutive failures (`max_failed`), and end a session after at most five minutes without
#   activity (`session_idle_minutes`).
# custom:
#   id: TEC-ACC-02
#   severity: high
#   indicator: TEC.ACC
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [AccessProfile]
#   clauses: [PSD2-97, SCA-4b, SCA-4d, P2PC-SYS]
#   see_also: [SCA-5, NBPI-26]
#   checks:
#     factors: {veto: false, implements: [PSD2-97, P2PC-SYS], params: [customer_factors_min]}
#     dynamic_linking: {veto: false, implements: [PSD2-97]}
#     limits: {veto: false, implements: [SCA-4b, SCA-4d], params: [customer_max_failed, customer_idle_minutes]}
#   basis_note: >-
#     Dynamic linking in Article 97(2) of PSD2 is for remote payments, not for deposits. The guideline for P2P custody
#     asks for a transaction password or another check of the instruction.
#   remediation: >-
#     Ask for a second factor, bind its code to amount and payee, block after five failures, and end idle sessions
#     after five minutes.
#   zh:
#     title: 客户资金操作强认证与动态关联
#     description: >-
#       强认证可防止口令被钓取后演变为资金损失。对充值、提现与转账，`customer.sca` 须采用至少两种鉴别因素，验证码须与金额和收款方绑定（`dynamic_linking:
#       true`），连续失败不超过五次即锁定（`max_failed`），会话无操作不超过五分钟即退出（`session_idle_minutes`）。
#     basis_note: PSD2 第 97 条第 2 款的动态关联针对远程支付，不含充值。网络借贷资金存管指引要求以交易密码或其他方式验证指令。
#     remediation: 增加第二种鉴别因素，将验证码与金额和收款方绑定，失败五次即锁定，会话空闲五分钟自动退出。
package fiducia.custody.tec.acc.customer_authentication

import data.fiducia.custody.lib.fields

deny contains object.union(fault, {"check": "factors"}) if {
	some fault in fields.section_faults(sca, {"factors": fields.at_least(data.fiducia.params.customer_factors_min)})
}

deny contains object.union(fault, {"check": "dynamic_linking"}) if {
	some fault in fields.section_faults(sca, {"dynamic_linking": fields.yes})
}

# Zero switches a limit off in many products, hence the lower bounds.
deny contains object.union(fault, {"check": "limits"}) if {
	demands := {
		"max_failed": fields.whole(1, data.fiducia.params.customer_max_failed),
		"session_idle_minutes": fields.number(1, data.fiducia.params.customer_idle_minutes),
	}
	some fault in fields.section_faults(sca, demands)
}

sca := ["spec", "customer", "sca"]
