# METADATA
# scope: package
# title: Safeguarding of client money other than by segregation
package fiducia.custody.lib.safeguarding

import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

# Instead of segregation, where the law of the platform allows it.
insured if {
	profile.name == "payment_eu"
	text.among(shape.get(shape.spec("safeguarding"), "method"), data.fiducia.params.safeguarding_alternatives)
}
