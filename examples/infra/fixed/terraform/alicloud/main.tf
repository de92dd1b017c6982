# 港湾支付：账务核心（杭州）
terraform {
  required_version = ">= 1.9"
  backend "oss" {
    bucket  = "harbor-state"
    prefix  = "core"
    encrypt = true
  }
}

provider "alicloud" {
  region = "cn-hangzhou"
}

# 账务数据库
resource "alicloud_db_instance" "ledger" {
  engine                     = "MySQL"
  engine_version             = "8.0"
  instance_storage           = 200
  category                   = "HighAvailability"
  security_ips               = ["10.20.0.0/16"]
  ssl_action                 = "Open"
  deletion_protection        = true
  sql_collector_config_value = 365
}

resource "alicloud_db_account" "ledger" {
  db_instance_id   = alicloud_db_instance.ledger.id
  account_name     = "ledger"
  account_password = var.ledger_password
}

resource "alicloud_db_backup_policy" "ledger" {
  instance_id             = alicloud_db_instance.ledger.id
  backup_retention_period = 30
}

# 账务密钥（SM4）
resource "alicloud_kms_key" "ledger" {
  description        = "账务数据"
  key_spec           = "Aliyun_SM4"
  automatic_rotation = "Enabled"
  rotation_interval  = "180d"
}

resource "alicloud_log_store" "app" {
  project_name     = "harbor"
  logstore_name    = "app"
  retention_period = 365
}
