# 归档环境：AWS 中国（北京）区域
terraform {
  required_version = ">= 1.9"
}

provider "aws" {
  region = "cn-north-1"
}

data "aws_caller_identity" "current" {}

# 电子回单归档
resource "aws_s3_bucket" "receipts" {
  bucket = "harbor-receipts"
}

resource "aws_s3_bucket_versioning" "receipts" {
  bucket = aws_s3_bucket.receipts.id
  versioning_configuration {
    status = "Suspended"
  }
}

resource "aws_s3_bucket_public_access_block" "receipts" {
  bucket                  = aws_s3_bucket.receipts.id
  block_public_acls       = true
  block_public_policy     = false
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# 报表库
resource "aws_db_instance" "report" {
  identifier                  = "report"
  engine                      = "postgres"
  engine_version              = "16.4"
  instance_class              = "db.m6g.large"
  allocated_storage           = 200
  username                    = "report"
  manage_master_user_password = true
  storage_encrypted           = false
  publicly_accessible         = true
  multi_az                    = false
  backup_retention_period     = 1
  deletion_protection         = true
  skip_final_snapshot         = false
  final_snapshot_identifier   = "report-final"
}

resource "aws_kms_key" "archive" {
  description             = "归档密钥"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

# 操作审计
resource "aws_cloudtrail" "account" {
  name                          = "account"
  s3_bucket_name                = aws_s3_bucket.receipts.id
  kms_key_id                    = aws_kms_key.archive.arn
  is_multi_region_trail         = false
  enable_log_file_validation    = false
  include_global_service_events = true
}

resource "aws_cloudwatch_log_group" "api" {
  name              = "/harbor/api"
  retention_in_days = 30
}

# 流水线所用角色
data "aws_iam_policy_document" "deploy_trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:aws-cn:iam::${data.aws_caller_identity.current.account_id}:oidc-provider/token.actions.githubusercontent.com"]
    }
    condition {
      test     = "StringLike"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:*"]
    }
  }
}

resource "aws_iam_role" "deploy" {
  name               = "deploy"
  assume_role_policy = data.aws_iam_policy_document.deploy_trust.json
}

data "aws_iam_policy_document" "deploy" {
  statement {
    actions   = ["*"]
    resources = ["*"]
  }
}

# 对外网关
resource "aws_lb" "gateway" {
  name               = "gateway"
  load_balancer_type = "application"
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.gateway.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-2016-08"
  certificate_arn   = var.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = var.target_group_arn
  }
}

variable "certificate_arn" {
  type = string
}

variable "target_group_arn" {
  type = string
}
