package fiducia.infra.tls.plain_listener_test

import data.fiducia.infra.tls.plain_listener

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := plain_listener.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := plain_listener.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_slb_listener/web/0/protocol",
		"resource/aws_lb_listener/web/0/protocol",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_lb_listener" "a" {
  port = 80
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_lb_listener" "a" {
  protocol = var.p
  default_action {
    type = "forward"
  }
}
`)
	found(document) == set()
	judged(document) == 0
}

test_classic_balancers_and_gateways if {
	found(parse_config("hcl2", `resource "aws_elb" "a" {
  listener {
    lb_port     = 80
    lb_protocol = "http"
  }
}
resource "azurerm_application_gateway" "b" {
  http_listener {
    protocol = "Http"
  }
}
resource "azurerm_application_gateway" "c" {
  http_listener {
    protocol = "Http"
  }
  redirect_configuration {
    redirect_type = "Permanent"
  }
}
resource "azurerm_application_gateway" "d" {
  http_listener {
    protocol = "Http"
  }
  dynamic "redirect_configuration" {
    for_each = var.redirects
    content {}
  }
}
resource "alicloud_slb_listener" "e" {
  protocol         = "http"
  listener_forward = "off"
}
resource "alicloud_slb_listener" "f" {
  protocol         = "http"
  listener_forward = "on"
}
`)) == {
		"resource/aws_elb/a/0/listener/0/lb_protocol",
		"resource/azurerm_application_gateway/b/0/http_listener/0/protocol",
		"resource/alicloud_slb_listener/e/0/protocol",
	}
}
