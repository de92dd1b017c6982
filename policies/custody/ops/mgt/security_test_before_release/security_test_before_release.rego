# METADATA
# scope: package
# title: Security test before go-live
# description: >-
#   What goes live untested is tested by attackers. Every release must have a security test with a report
#   (`security_test.report`), and none of its findings of grade high or above may be open (`open_high: 0`).
# custom:
#   id: OPS-MGT-10
#   severity: high
#   indicator: OPS.MGT
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   veto_default: "on"
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [Governance]
#   clauses: [GB22239-8.1.9.7b]
#   see_also: [HRG-6.9.3.1, ISO-A.8.29]
#   checks:
#     releases_listed: {veto: false, implements: []}
#     tested: {veto: true, implements: [GB22239-8.1.9.7b]}
#   basis_note: >-
#     That no finding of grade high is open is how the high-risk guide reads the clause; 8.1.9.7 b) itself asks for the
#     test and its report.
#   remediation: >-
#     Let the release pipeline refuse what has no report of a security test or still has open findings of grade high.
#   zh:
#     title: 上线前安全测试
#     description: >-
#       未经测试就上线，等于让攻击者来测试。每次版本发布须有安全测试报告（`security_test.report`），且高危及以上问题须全部整改（`open_high: 0`）。
#     basis_note: “无未整改高危问题”是高风险判定指引的解读；8.1.9.7 b) 本身要求的是上线前安全测试及其报告。
#     remediation: 在发布流程中设卡：缺少安全测试报告或仍有高危问题未整改的版本不得上线。
package fiducia.custody.ops.mgt.security_test_before_release

import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "release", "many": "releases", "zh": "版本发布"}

releases := shape.spec("releases")

deny contains profile.graded(object.union(fault, {"check": "releases_listed"})) if {
	some fault in shape.list_faults("releases", noun, 1)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s went live without a security test: `security_test.report` %s", [item.en, state.en]),
		"zh": sprintf("%s上线前未做安全测试：`security_test.report` %s", [item.zh, state.zh]),
	},
	"check": "tested",
	"path": ["spec", "releases", i, "security_test", "report"],
	"expected": {"en": "test report", "zh": "测试报告"},
}) if {
	some i, release in shape.items(releases)
	is_object(release)
	report := shape.get(shape.get(release, "security_test"), "report")
	not text.filled(report)
	item := text.item(noun, release, "id", i)
	state := text.state(report)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s: `security_test.open_high` %s; no finding of grade high may be open at go-live", [item.en, state.en]),
		"zh": sprintf("%s的 `security_test.open_high` %s，上线时不得有未整改的高危问题", [item.zh, state.zh]),
	},
	"check": "tested",
	"path": ["spec", "releases", i, "security_test", "open_high"],
	"expected": 0,
}) if {
	some i, release in shape.items(releases)
	is_object(release)
	open := shape.get(shape.get(release, "security_test"), "open_high")
	not open == 0
	item := text.item(noun, release, "id", i)
	state := text.state(open)
}
