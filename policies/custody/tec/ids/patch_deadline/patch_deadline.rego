# METADATA
# scope: package
# title: Critical patch deadline and no open high on the internet
# description: >-
#   Holes that are known and open are the ones that are used. Every entry of `vuln.open` must state its severity, its
#   age in days and whether the asset faces the internet. A critical one must be closed within 30 days, and nothing of
#   severity `high` or `critical` may be open on an asset that faces the internet. An empty list states that nothing
#   is open.
# custom:
#   id: TEC-IDS-05
#   severity: critical
#   indicator: TEC.IDS
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   veto_default: "on"
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [MonitoringProfile]
#   clauses: [HRG-6.4.3.2, PCI-6.3.3]
#   see_also: [GB22239-8.1.4.4e, CSL-27, N53-SI-2]
#   checks:
#     open_listed: {veto: false, implements: []}
#     described: {veto: false, implements: [], params: [vulnerability_severities]}
#     patched: {veto: false, implements: [PCI-6.3.3], params: [critical_patch_days]}
#     none_on_the_internet: {veto: true, implements: [HRG-6.4.3.2], params: [unmitigable_severities]}
#   basis_note: >-
#     The guide speaks of exploitable vulnerabilities of high risk; it was read in a restatement only. A high
#     vulnerability that does not say whether it faces the internet counts as one that does.
#   remediation: Patch, isolate or take the asset off the internet, high and critical holes first.
#   zh:
#     title: 关键漏洞修复时限与互联网侧高危清零
#     description: >-
#       被利用的往往是已知而未修复的漏洞。`vuln.open` 的每一项须写明严重程度、未修复天数以及资产是否面向互联网。严重漏洞须在 30 天内修复；面向互联网的资产不得存在未修复的高危或严重漏洞。空列表表示无未修复漏洞。
#     basis_note: 指引针对可被利用的高危漏洞，依据的是第三方转述。高危及以上漏洞未写明是否面向互联网的，按面向互联网处理。
#     remediation: 修复漏洞、隔离资产或停止其互联网访问，优先处理高危和严重漏洞。
package fiducia.custody.tec.ids.patch_deadline

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "vulnerability", "many": "open vulnerabilities", "zh": "漏洞"}

deny contains object.union(fault, {"check": "open_listed"}) if {
	some fault in shape.list_faults_at(open, ["spec", "vuln", "open"], noun, 0)
}

deny contains object.union(fault, {"check": "described"}) if {
	demands := {"severity": fields.one_of(data.fiducia.params.vulnerability_severities), "age_days": fields.at_least(0)}
	some fault in fields.entry_faults(open, ["spec", "vuln", "open"], noun, "id", demands)
}

# A grave one that does not say so is reported below.
deny contains object.union(fault, {"check": "described"}) if {
	some i, hole in shape.items(open)
	is_object(hole)
	not exposed(hole)
	some fault in fields.faults(text.item(noun, hole, "id", i), hole, ["spec", "vuln", "open", i], {"internet_facing": fields.either})
}

deny contains {
	"msg": {
		"en": sprintf("%s is critical and has been open for %v days; at most %d are allowed", [item.en, hole.age_days, longest]),
		"zh": sprintf("%s为严重漏洞，已有 %v 天未修复，最长不得超过 %d 天", [item.zh, hole.age_days, longest]),
	},
	"check": "patched",
	"path": ["spec", "vuln", "open", i, "age_days"],
	"related": [{"msg": {"en": "a critical vulnerability", "zh": "严重漏洞"}, "path": ["spec", "vuln", "open", i, "severity"]}],
	"expected": {"en": sprintf("at most %d days", [longest]), "zh": sprintf("不超过 %d 天", [longest])},
} if {
	some i, hole in shape.items(open)
	severity(hole) == "critical"
	is_number(shape.get(hole, "age_days"))
	longest := data.fiducia.params.critical_patch_days
	hole.age_days > longest
	item := text.item(noun, hole, "id", i)
}

deny contains {
	"msg": {
		"en": sprintf("%s of severity %s is open and `internet_facing` %s; nothing of %s may be open on the internet", [item.en, hole.severity, state.en, concat(" or ", worst)]),
		"zh": sprintf("%s的级别为%s且未修复，`internet_facing` %s；面向互联网的资产不得存在级别为%s的漏洞", [item.zh, text.named(hole.severity).zh, state.zh, text.listed(worst).zh]),
	},
	"check": "none_on_the_internet",
	"path": ["spec", "vuln", "open", i, "internet_facing"],
	"related": [{"msg": {"en": "not to be open there", "zh": "不得存在此级别的未修复漏洞"}, "path": ["spec", "vuln", "open", i, "severity"]}],
	"expected": false,
} if {
	some i, hole in shape.items(open)
	exposed(hole)
	worst := data.fiducia.params.unmitigable_severities
	item := text.item(noun, hole, "id", i)
	state := text.state(shape.get(hole, "internet_facing"))
}

open := shape.get(shape.spec("vuln"), "open")

severity(hole) := text.key(named) if {
	named := shape.get(hole, "severity")
	is_string(named)
}

# Bad enough, and not said to be away from the internet.
exposed(hole) if {
	severity(hole) in text.keys(data.fiducia.params.unmitigable_severities)
	shape.get(hole, "internet_facing") != false
}
