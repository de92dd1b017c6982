# METADATA
# scope: package
# title: Penetration test
# description: >-
#   Only an attack shows what a defence is worth. The last penetration test (`pentest.last_date`) must lie at most 365
#   days back. A platform that an authority has designated for threat-led tests (`pentest.tlpt.designated: true`) must
#   have had one within three years; platforms in the EU must say whether they are designated.
# custom:
#   id: TEC-IDS-06
#   severity: high
#   indicator: TEC.IDS
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [MonitoringProfile]
#   clauses: [PCI-11.4.3, DORA-24.6, DORA-26.1]
#   see_also: [N53-CA-8]
#   checks:
#     tested: {veto: false, implements: [PCI-11.4.3, DORA-24.6], params: [pentest_days_max]}
#     designation_stated: {veto: false, implements: []}
#     threat_led: {veto: false, implements: [DORA-26.1], params: [tlpt_days_max]}
#   basis_note: >-
#     DORA 24(6) asks for appropriate tests every year, not for a penetration test by name; PCI DSS 11.4.3 does.
#   remediation: Commission an independent test every year, and close what it finds.
#   zh:
#     title: 渗透测试
#     description: >-
#       防御是否有效，唯有实战可以检验。最近一次渗透测试（`pentest.last_date`）距评估日不得超过 365 天。被监管机构指定开展威胁引导渗透测试的平台（`pentest.tlpt.designated:
#       true`），须在三年内完成过此类测试；欧盟平台须写明是否被指定。
#     basis_note: DORA 第 24 条第 6 款要求每年开展适当测试，未点名渗透测试；PCI DSS 11.4.3 明确要求渗透测试。
#     remediation: 每年委托独立机构开展渗透测试，并整改发现的问题。
package fiducia.custody.tec.ids.penetration_testing

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape

deny contains object.union(fault, {"check": "tested"}) if {
	some fault in fields.section_faults(["spec", "pentest"], {"last_date": fields.within(data.fiducia.params.pentest_days_max)})
}

# Nobody designates platforms outside of the EU: there, a key that is not there says no.
deny contains object.union(fault, {"check": "designation_stated"}) if {
	must_state
	some fault in fields.section_faults(["spec", "pentest", "tlpt"], {"designated": fields.either})
}

deny contains object.union(fault, {"check": "threat_led"}) if {
	designated == true
	demands := {"last_date": fields.within(data.fiducia.params.tlpt_days_max)}
	some fault in fields.section_faults(["spec", "pentest", "tlpt"], demands)
}

designated := shape.get(fields.under(["spec", "pentest", "tlpt"]), "designated")

must_state if profile.elsewhere

must_state if not is_null(designated)
