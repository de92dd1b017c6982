package fiducia.custody.lib.states_test

import data.fiducia.custody.lib.states

test_finished if {
	every status in ["closed", "Done", " completed ", "已关闭", "已完成"] {
		states.finished(status)
	}
	every status in [null, "", "open", "doing", "almost done", "整改中", true, ["closed"]] {
		not states.finished(status)
	}
}
