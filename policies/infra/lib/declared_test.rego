package fiducia.infra.lib.declared_test

import data.fiducia.infra.lib.declared

file(path, content) := {"path": path, "index": 0, "format": "yaml", "content": content}

declaration(path, platform) := file(path, {"apiVersion": "fiducia/v1", "kind": "DataProfile", "metadata": {"name": "d", "platform": platform}, "spec": {"stores": [{"name": "a"}, "odd"]}})

owners(documents) := {[document.number, document.platform] | some document in real} if {
	real := declared.real with input as {"documents": documents}
}

test_one_platform_has_all_files if {
	owners([declaration("platform/data.yaml", "p"), file("nginx/nginx.conf", {}), file("main.tf", {}), file("x.yaml", null)]) == {[1, "p"], [2, "p"], [3, "p"]}
}

test_files_for_tests_are_nobodys if {
	owners([declaration("platform/data.yaml", "p"), file("test/nginx.conf", {}), file("deploy/uat/main.tf", {}), file("prod/main.tf", {})]) == {[3, "p"]}
	owners([declaration("examples/shop/data.yaml", "p"), file("examples/shop/main.tf", {}), file("examples/other/main.tf", {})]) == {[1, "p"], [2, "p"]}
}

test_several_platforms_have_what_is_near if {
	owners([
		declaration("a/platform/data.yaml", "p"), declaration("b/platform/data.yaml", "q"),
		file("a/main.tf", {}), file("b/nginx/nginx.conf", {}), file("main.tf", {}), file("c/main.tf", {}),
	]) == {[2, "p"], [3, "q"]}
}

test_a_platform_belongs_to_itself if {
	found := declared.platforms with input as {"documents": [file("p.yaml", {"apiVersion": "fiducia/v1", "kind": "Platform", "metadata": {"name": "p"}, "spec": {}})]}
	found == {"p"}
}

test_entries_and_names if {
	found := [entry |
		some one in declared.of("DataProfile") with input as {"documents": [declaration("d.yaml", "p")]}
		some entry in declared.entries(one, ["stores"])
	]
	found == [{"platform": "p", "path": ["documents", 0, "content", "spec", "stores", 0], "value": {"name": "a"}}]
	declared.within(found[0], ["name"], "a").path == ["documents", 0, "content", "spec", "stores", 0, "name"]
	declared.same("payment-core", "Payment_Core")
	not declared.same("", "-")
	all := [{"name": "a"}, {"name": "b"}]
	declared.about({"names": {"B"}}, all) == [{"name": "b"}]
	declared.about({"names": {"c"}}, all) == all
	declared.names({"name": "aws_db_instance.a"}, {"value": {"identifier": "b", "name": 5}}) == {"a", "b"}
}

test_the_words_of_a_contradiction if {
	found := declared.contradiction({"name": "x", "path": ["a"]}, {"en": "off", "zh": "关闭"}, "on", [{"path": ["b"]}, {"path": ["b"]}])
	found.msg.en == "x: off"
	found.msg.zh == "x：关闭"
	[one.path | some one in found.related] == [["b"]]
}
