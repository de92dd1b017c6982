package p

deny contains msg if {
	some c in input.containers
	not c.limits
	msg := sprintf("容器 %v has no limits", [c.name])
}

allowed(x, y) if x == y

summary := object.union({"total": count(input.containers)}, {"names": {c.name | some c in input.containers}})
