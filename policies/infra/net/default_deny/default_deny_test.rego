package fiducia.infra.net.default_deny_test

import data.fiducia.infra.net.default_deny

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := default_deny.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := default_deny.seen with input as document

document(content) := {"path": "a.yaml", "index": 0, "format": "yaml", "content": content}

test_missing_policy if {
	found({"documents": [document({"kind": "Deployment", "metadata": {"name": "a", "namespace": "core"}})]}) == {"documents/0/content/metadata/namespace"}
}

test_policy_of_the_namespace_counts if {
	found({"documents": [
		document({"kind": "Deployment", "metadata": {"name": "a", "namespace": "core"}}),
		document({"kind": "NetworkPolicy", "metadata": {"name": "b", "namespace": "core"}, "spec": {"podSelector": {}}}),
	]}) == set()
}

test_unknown_namespace_is_not_judged if {
	judged({"documents": [document({"kind": "Deployment", "metadata": {"name": "a", "namespace": "{{ .Release.Namespace }}"}}), document({"kind": "Deployment", "metadata": {"name": "b"}})]}) == 0
}
