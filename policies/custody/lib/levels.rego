# METADATA
# scope: package
# title: The level of a risk
# description: >-
#   Likelihood times impact, each from 1 to 5, and the band of `risk_levels` that the product falls into.
package fiducia.custody.lib.levels

import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

# Undefined unless both factors can be read.
score(risk) := shape.get(risk, "likelihood") * shape.get(risk, "impact") if {
	factor(shape.get(risk, "likelihood"))
	factor(shape.get(risk, "impact"))
}

factor(value) if {
	shape.whole_number(value)
	value >= 1
	value <= 5
}

# The level that follows from a score.
level(points) := [band.level | some band in data.fiducia.params.risk_levels; points <= band.up_to][0]

# The level as it is written; undefined for a word that is no level.
stated(risk) := text.key(risk.level) if text.among(shape.get(risk, "level"), [band.level | some band in data.fiducia.params.risk_levels])

# A risk that needs treatment: by what it says, by its score, or because neither tells.
grave(risk) if stated(risk) in grave_levels

grave(risk) if level(score(risk)) in grave_levels

grave(risk) if {
	not stated(risk)
	not score(risk)
}

grave_levels := text.keys(data.fiducia.params.grave_risk_levels)
