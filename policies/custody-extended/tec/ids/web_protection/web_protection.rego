# METADATA
# scope: package
# title: Web application protection
# description: >-
#   Injection and scripting attacks come through the front door of a public application. Every entry of `web.apps`
#   must say whether it is public, and one that is, or does not say, must stand behind a web application firewall that
#   blocks (`waf.mode: block`).
# custom:
#   id: TEC-IDS-09
#   severity: medium
#   indicator: TEC.IDS
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [NetworkProfile]
#   clauses: [PCI-6.4.2]
#   see_also: [GB22239-8.1.3.3]
#   checks:
#     apps_listed: {veto: false, implements: []}
#     public_stated: {veto: false, implements: []}
#     blocking: {veto: false, implements: [PCI-6.4.2], params: [waf_modes]}
#   basis_note: PCI DSS 6.4.2 accepts a solution that blocks or that alerts; blocking is a house rule.
#   remediation: >-
#     Put a web application firewall or runtime protection in front of every public application, and switch it from
#     alerting to blocking.
#   zh:
#     title: Web 应用防护
#     description: >-
#       注入与脚本攻击从公众应用的正门进入。`web.apps` 的每一项须写明是否面向公众；面向公众或未写明的，须置于处于阻断模式的 Web 应用防火墙之后（`waf.mode: block`）。
#     basis_note: PCI DSS 6.4.2 允许阻断或告警两种方式；要求阻断属内部控制要求。
#     remediation: 在每个面向公众的应用前部署 Web 应用防火墙或运行时防护，并由告警模式切换为阻断模式。
package fiducia.custody_extended.tec.ids.web_protection

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "web application", "many": "web applications", "zh": "网页应用"}

deny contains object.union(fault, {"check": "apps_listed"}) if {
	some fault in shape.list_faults_at(apps, ["spec", "web", "apps"], noun, 0)
}

deny contains object.union(fault, {"check": "public_stated"}) if {
	some fault in fields.entry_faults(apps, ["spec", "web", "apps"], noun, "name", {"public": fields.either})
}

deny contains object.union(fault, {"check": "blocking"}) if {
	some i, app in shape.items(apps)
	is_object(app)
	shape.get(app, "public") != false
	demands := {"mode": fields.one_of(data.fiducia.params.waf_modes)}
	item := text.item(noun, app, "name", i)
	waf := {"en": sprintf("firewall of %s", [item.en]), "zh": sprintf("%s的防火墙", [item.zh])}
	some fault in fields.faults(waf, shape.get(app, "waf"), ["spec", "web", "apps", i, "waf"], demands)
}

apps := shape.get(shape.spec("web"), "apps")
