package fiducia.custody.lib.levels_test

import data.fiducia.custody.lib.levels

test_score if {
	levels.score({"likelihood": 3, "impact": 5}) == 15
	levels.score({"likelihood": 1, "impact": 1}) == 1
	levels.score({"likelihood": 5, "impact": 5}) == 25
	every risk in [{}, null, {"likelihood": 3}, {"likelihood": 0, "impact": 5}, {"likelihood": 3, "impact": 6}, {"likelihood": "3", "impact": 5}, {"likelihood": 2.5, "impact": 5}] {
		not levels.score(risk)
	}
}

test_level if {
	[levels.level(points) | some points in [1, 4, 5, 9, 10, 14, 15, 25]] == ["low", "low", "medium", "medium", "high", "high", "extreme", "extreme"]
	not levels.level(26)
}

test_stated if {
	levels.stated({"level": "Extreme"}) == "extreme"
	every risk in [{}, null, {"level": null}, {"level": "huge"}, {"level": 5}] {
		not levels.stated(risk)
	}
}

test_grave if {
	every risk in [{"level": "high"}, {"level": "extreme"}, {"level": "low", "likelihood": 2, "impact": 5}, {}, {"level": "huge"}, {"level": null, "likelihood": 5}] {
		levels.grave(risk)
	}
	every risk in [{"level": "low"}, {"level": "medium"}, {"likelihood": 3, "impact": 3}] {
		not levels.grave(risk)
	}
}
