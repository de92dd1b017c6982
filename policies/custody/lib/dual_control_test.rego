package fiducia.custody.lib.dual_control_test

import data.fiducia.custody.lib.dual_control

maker := {"key": "maker", "en": "maker", "did": "made", "zh": "经办人"}

checker := {"key": "checker", "en": "checker", "zh": "复核人"}

faults(entry) := dual_control.faults(entry, ["spec", "transfers", 0], {"en": "transfer \"T1\"", "zh": "划转“T1”"}, maker, checker)

test_two_people if faults({"maker": "zhang", "checker": "li"}) == set()

test_one_person if {
	some fault in faults({"maker": "zhang", "checker": "Zhang"})
	fault.path == ["spec", "transfers", 0, "checker"]
	fault.msg.en == "transfer \"T1\": checker \"Zhang\" is also the maker; it needs a second person"
	fault.msg.zh == "划转“T1”的复核人“Zhang”同时是经办人，须由另一人担任"
	fault.expected == {"en": "a person other than the maker", "zh": "经办人以外的人员"}
	fault.related == [{"msg": {"en": "made by the same person", "zh": "经办人为同一人"}, "path": ["spec", "transfers", 0, "maker"]}]
}

test_nobody if {
	some unnamed in faults({"maker": 5, "checker": "li"})
	unnamed.msg == {"en": "transfer \"T1\": `maker` is 5; it must name a person", "zh": "划转“T1”的 `maker` 为 5，须写明经办人"}
	unnamed.expected.en == "person"
	{fault.path[3] | some fault in faults({})} == {"maker", "checker"}
	{fault.path[3] | some fault in faults({"maker": 5, "checker": "tbd"})} == {"maker", "checker"}
}
