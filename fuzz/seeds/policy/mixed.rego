# METADATA
# title: x
# custom: {id: R-1, severity: low, applies_to: [App], input: document}
package p

import rego.v1

deny contains {"msg": sprintf("%s %d", [i.name, n]), "path": ["items", n, "tls"], "related": [{"msg": "y", "at": i}]} if {
	some n, i in input.items
	not i.tls == "1.2"
	every x in [1, 2] { x > 0 }
	count({y | y := numbers.range(1, 3)[_]}) == 3
}

warn contains msg if {
	msg := concat("-", [upper(input.kind), regex.replace("a", "a+", "b")])
	with_it with input as {"replicas": 2}
}

with_it if input.replicas == 2

f(x) := x + 1 if x < 3 else := x

violation contains {"msg": json.marshal(object.union({"a": f(1)}, {"b": time.now_ns()}))} if walk(input, [["metadata", "name"], "shop"])
