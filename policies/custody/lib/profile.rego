# METADATA
# scope: package
# title: The platform a document belongs to
# description: >-
#   Controls for Chinese platforms (profiles: [cn]) run on every other platform as good practice: medium at most and
#   never a veto. A platform that is not known, or whose profile is not stated or misspelt, is treated as a Chinese one.
package fiducia.custody.lib.profile

import data.fiducia.custody.lib.shape

chinese_profiles := {"cn_payment_institution", "fund_sales", "broker", "bank_custodian", "legacy_p2p"}

foreign_profiles := {"casp_eu", "payment_eu"}

# The spec of the document's Platform, null where none is known. A Platform document speaks for itself.
platform := described(shape.get(input, "kind"))

described("Platform") := shape.get(input, "spec")

described(kind) := shape.get(data.fiducia.platforms, shape.get(shape.get(input, "metadata"), "platform")) if kind != "Platform"

name := shape.get(platform, "profile")

elsewhere if name in foreign_profiles

# Whether duties of one kind of platform apply. They do where the profile is not known: nothing passes for want of it.
is_or_unknown(profile) if name == profile

is_or_unknown(_) if not name in (chinese_profiles | foreign_profiles)

# A violation of a [cn] control, with the weight it has on this platform.
graded(violation) := violation if not elsewhere

graded(violation) := object.union(violation, {"severity": "medium", "veto": false}) if elsewhere

# A violation of a control whose clauses bind only platforms of one profile. Others, unless theirs is not stated, get
# it as good practice: it has no clause to name, hence the check `good_practice`.
graded_for(profile, violation) := violation if is_or_unknown(profile)

graded_for(profile, violation) := object.union(violation, {"severity": "medium", "veto": false, "check": "good_practice"}) if {
	not is_or_unknown(profile)
}

# Critical information infrastructure. Anything but an explicit `false` counts once the key is there.
cii if shape.get(platform, "cii") == true

cii if {
	value := shape.get(platform, "cii")
	not is_null(value)
	not is_boolean(value)
}

# Whether the platform must pass the assessment of commercial cryptography. Anything but an explicit `false` counts; where
# nothing is stated, a platform that may be Chinese counts.
crypto_assessed if {
	value := shape.get(platform, "crypto_assessment_required")
	not is_null(value)
	value != false
}

crypto_assessed if {
	is_null(shape.get(platform, "crypto_assessment_required"))
	not elsewhere
}

# Whether the platform states a level of graded protection that is lower than this one.
mlps_below(level) if {
	stated := shape.get(shape.get(platform, "mlps"), "level")
	is_number(stated)
	stated < level
}

# Whether the platform processes important data. Anything but an explicit `false` counts once the key is there.
important_data if {
	value := shape.get(platform, "important_data")
	not is_null(value)
	value != false
}
