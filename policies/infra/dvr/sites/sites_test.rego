package fiducia.infra.dvr.sites_test

import data.fiducia.infra.dvr.sites

declaration(spec) := {"path": "platform/a.yaml", "index": 0, "format": "yaml", "content": {"apiVersion": "fiducia/v1", "kind": "DataProfile", "metadata": {"name": "a", "platform": "p"}, "spec": spec}}

file(content) := {"path": "deploy/b", "index": 0, "format": "yaml", "content": content}

# Where files contradict a declaration, and where that stands.
found(spec, files) := {[text(array.slice(violation.path, 1, 99)), text(array.slice(violation.related[0].path, 4, 99))] | some violation in violations} if {
	violations := sites.deny with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

# How much is compared at all.
judged(spec, files) := count(subjects) if {
	subjects := sites.seen with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

text(path) := concat("/", [sprintf("%v", [step]) | some step in path])

hosting(regions) := {"hosting": {"regions": regions, "backup_regions": ["cn-south"]}}

provider(name, region) := parse_config("hcl2", sprintf("provider %q {\n  region = %q\n}\n", [name, region]))

test_regions_of_clouds if {
	every region in ["cn-hangzhou", "cn-east-3", "ap-nanjing", "cn-shenzhen", "ap-guangzhou", "cn-south-1"] {
		found(hosting(["cn-east"]), [provider("alicloud", region)]) == set()
	}
	every region in ["cn-beijing", "cn-north-1", "cn-northwest-1", "cn-southwest-2", "ap-singapore", "us-east-1", "cn-hongkong"] {
		found(hosting(["cn-east"]), [provider("huaweicloud", region)]) == {["1/content/provider/huaweicloud/0/region", "hosting/backup_regions/0"]}
	}
}

test_exact_regions if {
	found(hosting(["eu-west-1"]), [provider("aws", "eu-west-1")]) == set()
	count(found(hosting(["eu-west-1"]), [provider("aws", "eu-west-2")])) == 1
}

test_unknown if {
	judged(hosting(["上海数据中心"]), [provider("aws", "us-east-1")]) == 0
	judged(hosting(["cn"]), [provider("alicloud", "cn-hangzhou")]) == 0
	judged(hosting([5]), [provider("alicloud", "cn-hangzhou")]) == 0
	judged(hosting(["cn-east"]), [provider("aws", "${var.region}")]) == 0
	judged({}, [provider("aws", "us-east-1")]) == 0
}

test_names_stand_for_what_is_resolved if {
	document := object.union(file(provider("aws", "${var.region}")), {"resolved": provider("aws", "us-east-1")})
	violations := sites.deny with input as {"documents": [declaration(hosting(["cn-east"])), document]}
	{violation.path | some violation in violations} == {["documents", 1, "content", "provider", "aws", 0, "region"]}
}
