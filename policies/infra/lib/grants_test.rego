package fiducia.infra.lib.grants_test

import data.fiducia.infra.lib.grants

# The statements of one resource of Terraform.
statements(text) := found if {
	found := grants.statements with input as parse_config("hcl2", text)
}

test_call_with_nested_objects if {
	some statement in statements(`resource "aws_sqs_queue_policy" "a" {
  policy = jsonencode({
    # who may send
    Version   = "2012-10-17"
    Statement = [
      {
        Sid       = "send"
        Effect    = "Allow"
        Principal = { AWS = [aws_iam_role.a.arn, "*"] }
        Action    = ["sqs:SendMessage", "sqs:GetQueueUrl"],
        Resource  = aws_sqs_queue.a.arn
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-ledger" } }
      },
    ]
  })
}
`)
	statement.allow
	statement.actions == {"sqs:SendMessage", "sqs:GetQueueUrl"}
	statement.principals == {"${aws_iam_role.a.arn}", "*"}
	statement.resources == {"${aws_sqs_queue.a.arn}"}
	statement.conditions == {"StringEquals": {"aws:PrincipalOrgID": "o-ledger"}}
}

test_text_of_json if {
	some statement in statements(`resource "aws_iam_role" "a" {
  assume_role_policy = <<EOF
{"Statement": {"Effect": "Deny", "Principal": {"Federated": "arn:x"}, "Action": "sts:*"}}
EOF
}
`)
	not statement.allow
	statement.federated == {"arn:x"}
	statement.principals == set()
}

test_what_cannot_be_read_is_no_statement if {
	every policy in [`var.p`, `jsonencode(local.p)`, `jsonencode({ Statement = [for a in var.b : { Action = a }] })`, `"not json"`, `file("p.json")`] {
		count(statements(sprintf("resource \"aws_iam_policy\" \"a\" {\n  policy = %s\n}\n", [policy]))) == 0
	}
}

test_data_source if {
	some statement in statements(`data "aws_iam_policy_document" "a" {
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-ledger"]
    }
  }
}
`)
	statement.principals == {"*"}
	statement.conditions == {"aws:PrincipalOrgID": ["o-ledger"]}
	statement.at.actions.path == ["data", "aws_iam_policy_document", "a", 0, "statement", 0, "actions"]
}
