# 港湾支付：账务核心（杭州）
terraform {
  required_version = ">= 1.9"
  backend "oss" {
    bucket  = "harbor-state"
    prefix  = "core"
    encrypt = false
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
  category                   = "Basic"
  security_ips               = ["10.20.0.0/16", "0.0.0.0/0"]
  ssl_action                 = "Close"
  deletion_protection        = false
  sql_collector_config_value = 30
}

resource "alicloud_db_account" "ledger" {
  db_instance_id   = alicloud_db_instance.ledger.id
  account_name     = "ledger"
  account_password = "Harbor#2026"
}

resource "alicloud_db_backup_policy" "ledger" {
  instance_id             = alicloud_db_instance.ledger.id
  backup_retention_period = 3
}

# 账务密钥（SM4）
resource "alicloud_kms_key" "ledger" {
  description        = "账务数据"
  key_spec           = "Aliyun_SM4"
  automatic_rotation = "Disabled"
}

resource "alicloud_log_store" "app" {
  project_name     = "harbor"
  logstore_name    = "app"
  retention_period = 30
}
