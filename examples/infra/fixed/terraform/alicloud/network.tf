# 跳板机与数据库的安全组
resource "alicloud_security_group_rule" "ssh" {
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "22/22"
  security_group_id = alicloud_security_group.core.id
  cidr_ip           = "10.20.9.0/24"
}

resource "alicloud_security_group" "core" {
  security_group_name = "core"
}

# 对账文件
resource "alicloud_oss_bucket" "statements" {
  bucket = "harbor-statements"
  acl    = "private"
}

resource "alicloud_oss_bucket_replication" "statements" {
  bucket = alicloud_oss_bucket.statements.bucket
  action = "ALL"
  destination {
    bucket   = "harbor-statements-bj"
    location = "oss-cn-beijing"
  }
}

resource "alicloud_ram_user_policy_attachment" "ops" {
  policy_name = "AliyunLogReadOnlyAccess"
  policy_type = "System"
  user_name   = "ops"
}
