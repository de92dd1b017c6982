# METADATA
# scope: package
# title: "Biometrics: separate consent, impact assessment, alternative"
# description: >-
#   A face cannot be changed like a password. A platform must say whether it uses biometrics (`biometrics.enabled`).
#   If it does, it must obtain separate consent, have assessed the impact on personal information on a date that has
#   come, offer another way to those who refuse, and keep no raw images.
# custom:
#   id: TEC-ACC-10
#   severity: high
#   indicator: TEC.ACC
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: mixed
#   applies_to: [AccessProfile]
#   clauses: [PIPL-29, PIPL-55, NDR-22]
#   see_also: [PIPL-28, JR171-C3]
#   checks:
#     stated: {veto: false, implements: []}
#     separate_consent: {veto: false, implements: [PIPL-29, NDR-22]}
#     impact_assessed: {veto: false, implements: [PIPL-55]}
#     alternative: {veto: false, implements: []}
#     no_raw_images: {veto: false, implements: []}
#   basis_note: >-
#     The laws ask for separate consent and for an impact assessment; the alternative and the ban on raw images are
#     house rules.
#   remediation: >-
#     Add a consent screen of its own, carry out the impact assessment, offer a way without biometrics, and store
#     templates on the device or as templates only.
#   zh:
#     title: 生物识别的单独同意、影响评估与替代方式
#     description: >-
#       人脸不像口令可以更换。平台须写明是否使用生物识别（`biometrics.enabled`）；使用的，须取得个人的单独同意，已完成个人信息保护影响评估（评估日期不晚于评估日），向不同意的客户提供替代方式，且不留存原始图像。
#     basis_note: 法律要求取得单独同意并开展影响评估；提供替代方式、不留存原始图像属内部控制要求。
#     remediation: 增设单独同意页面，开展个人信息保护影响评估，提供非生物识别方式，并仅在本地或以模板形式保存特征。
package fiducia.custody.tec.acc.biometrics

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape

deny contains profile.graded(object.union(fault, {"check": "stated"})) if {
	some fault in fields.section_faults(["spec", "biometrics"], {"enabled": fields.either})
}

# Anything but `false` is taken for a yes.
deny contains profile.graded(object.union(fault, {"check": check})) if {
	enabled != false
	some check, demands in {
		"separate_consent": {"separate_consent": fields.yes},
		"alternative": {"alternative": fields.yes},
		"no_raw_images": {"raw_image_stored": fields.no},
	}
	some fault in fields.section_faults(["spec", "biometrics"], demands)
}

deny contains profile.graded(object.union(fault, {"check": "impact_assessed"})) if {
	enabled != false
	some fault in fields.section_faults(["spec", "biometrics", "impact_assessment"], {"date": fields.past})
}

enabled := shape.get(shape.spec("biometrics"), "enabled")
