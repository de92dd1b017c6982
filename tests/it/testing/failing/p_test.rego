package p_test

import data.p

pod := {"containers": [{"name": "应用"}, {"name": "db", "limits": 1}]}

test_set if {
	cfg := pod
	p.deny == {"容器 应用 has no limits", "other"} with input as cfg
}

test_count if { x := count(p.deny) with input as pod; x == 2 }

test_object if {
	p.summary == {"total": 3, "names": {"应用", "web"}, "extra": true} with input as pod
}

test_call if {
	a := 1
	b := "两"
	p.allowed(a, b)
}

test_not if {
	v := 3
	not p.allowed(v, 3)
}

test_undefined if {
	input.spec["名"] == "x" with input as {"spec": {"other": 1}}
}

test_every if {
	every name, n in {"a": 1, "b": 2, "c": 30} {
		m := n * 2
		m < 10
		name != ""
	}
}

test_some if {
	some x in []
	x > 1
}

test_cases[name] if {
	some name, tc in {
		"one": {"in": 1, "out": 2},
		"two": {"in": 2, "out": 5},
		"三": {"in": 3, "out": 6},
	}
	out := tc["in"] * 2
	out == tc.out
}

test_iter if {
	some i
	pod.containers[i].name == "nobody"
}

test_value := p.allowed(1, 2)

test_in if "c" in {x | some x in ["a", "b"]}

	test_tab if	{	"客户"	!=	"客户"	}

test_no_conflict if {
	value := conflicting(1)
	value == 1
}

conflicting(x) := x

conflicting(x) := 2 if x == 1
