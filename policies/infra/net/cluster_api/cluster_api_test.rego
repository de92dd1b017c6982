package fiducia.infra.net.cluster_api_test

import data.fiducia.infra.net.cluster_api

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := cluster_api.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := cluster_api.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/aws_eks_cluster/core/0/vpc_config/public_access_cidrs",
		"resource/aws_eks_cluster/edge/0/vpc_config/0/public_access_cidrs",
		"resource/google_container_cluster/core/0/master_authorized_networks_config/0/cidr_blocks/0/cidr_block",
		"resource/tencentcloud_kubernetes_cluster/core/0/cluster_internet",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "google_container_cluster" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_eks_cluster" "a" {
  vpc_config {
    endpoint_public_access = var.p
  }
}
`)
	found(document) == set()
	judged(document) == 0
}

test_interfaces_by_a_switch if {
	found(parse_config("hcl2", `resource "alicloud_cs_managed_kubernetes" "a" {
  slb_internet_enabled = true
}
resource "alicloud_cs_managed_kubernetes" "b" {
  slb_internet_enabled = var.public
}
resource "azurerm_kubernetes_cluster" "c" {
  addon_profile {
    kube_dashboard {
      enabled = true
    }
  }
}
`)) == {
		"resource/alicloud_cs_managed_kubernetes/a/0/slb_internet_enabled",
		"resource/azurerm_kubernetes_cluster/c/0/addon_profile/0/kube_dashboard/0/enabled",
	}
}
