# 灾备环境：腾讯云上海
provider "tencentcloud" {
  region = "ap-shanghai"
}

resource "tencentcloud_security_group" "standby" {
  name        = "standby"
  description = "灾备数据库"
}

resource "tencentcloud_security_group_rule_set" "standby" {
  security_group_id = tencentcloud_security_group.standby.id

  ingress {
    action      = "ACCEPT"
    cidr_block  = "0.0.0.0/0"
    protocol    = "TCP"
    port        = "3306"
    description = "主库同步"
  }
}

resource "tencentcloud_mysql_instance" "standby" {
  instance_name     = "ledger-standby"
  engine_version    = "8.0"
  mem_size          = 8000
  volume_size       = 200
  internet_service  = 1
  slave_deploy_mode = 0
  root_password     = "Standby!2026"
}

resource "tencentcloud_cbs_storage" "export" {
  storage_name      = "export"
  storage_type      = "CLOUD_SSD"
  storage_size      = 500
  availability_zone = "ap-shanghai-2"
  encrypt           = false
}

variable "standby_password" {
  type      = string
  sensitive = true
}
