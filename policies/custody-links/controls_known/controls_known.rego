# METADATA
# scope: package
# title: Controls that are named exist
# description: >-
#   An id that no control has leads nowhere: the task is never checked, the risk never lowered. Ids of controls in
#   improvement plans, risks, exceptions, assessments, obligations and the roadmap must be those of a control of the
#   catalogue (`known_controls`, to which controls of your own may be added).
# custom:
#   id: LNK-08
#   severity: medium
#   input: project
#   applies_to: [ImprovementPlan, RiskRegister, Roadmap, Assessment, ComplianceFile]
#   threshold_basis: house
#   remediation: Correct the id; if it is that of a control of your own, add it to the parameter `known_controls`.
#   zh:
#     title: 所引用的控制项须存在
#     description: >-
#       不存在的控制项编号无处可查：任务得不到检验，风险也得不到降低。改进计划、风险、例外、评估、合规义务和路线图中引用的控制项编号，须为控制项目录中的编号（`known_controls`，可补充自有控制项）。
#     remediation: 更正编号；如为自有控制项，则补入参数 `known_controls`。
package fiducia.custody_links.controls_known

import data.fiducia.custody_links.lib.project

deny contains {
	"msg": {
		"en": sprintf("there is no control \"%s\"%s", [mention.value, hint.en]),
		"zh": sprintf("不存在控制项“%s”%s", [mention.value, hint.zh]),
	},
	"path": mention.path,
	"expected": {"en": "id of a control", "zh": "控制项编号"},
} if {
	some mention in named
	not mention.value in existing
	hint := meant(mention.value)
}

# What was most likely meant: the id that differs in case and dashes alone, else the only one that differs in one letter.
meant(name) := hint(nearest(plain(name)))

hint(ids) := {"en": sprintf("; did you mean %s?", [id]), "zh": sprintf("，是否应为 %s？", [id])} if {
	count(ids) == 1
	id := max(ids)
}

hint(ids) := {"en": "", "zh": ""} if count(ids) != 1

nearest(letters) := same(letters) if count(same(letters)) > 0

nearest(letters) := {id | some id, near in variants; count(near & wanted) > 0} if {
	count(same(letters)) == 0
	count(letters) <= 12
	wanted := around(letters)
}

nearest(letters) := set() if {
	count(same(letters)) == 0
	count(letters) > 12
}

same(letters) := {id | some id in existing; plain(id) == letters}

variants := {id: around(plain(id)) | some id in existing}

plain(name) := upper(replace(replace(replace(name, "-", ""), "_", ""), " ", ""))

# A text, and the text without each of its letters.
around(text) := {text} | {concat("", [substring(text, 0, i), substring(text, i + 1, -1)]) | some i in numbers.range(0, count(text) - 1)}

existing := {id | some id in data.fiducia.params.known_controls}

# Where ids of controls stand: the kind, the list, and the key of its entries.
places := [
	["ImprovementPlan", "tasks", "control_id"],
	["RiskRegister", "risks", "controls"],
	["RiskRegister", "exceptions", "control"],
	["Roadmap", "themes", "controls"],
	["Assessment", "evidence", "control"],
	["Assessment", "compensating_measures", "control"],
	["ComplianceFile", "obligations", "control_ids"],
]

samples := project.each(project.under(project.under(project.specs("Assessment"), "onsite"), "samples"))

named := array.concat(project.mentions(samples, "control"), [mention |
	some [kind, list, key] in places
	some mention in project.mentions(project.entries(kind, list), key)
])
