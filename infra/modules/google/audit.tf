# Which log types a service can have is Google's rule: iamcredentials has no setting of its own
# (GenerateAccessToken is ADMIN_READ of iam), and ExchangeToken is ADMIN_READ of sts.
locals {
  audit = {
    "iam.googleapis.com"        = ["ADMIN_READ"]
    "sts.googleapis.com"        = ["ADMIN_READ"]
    "aiplatform.googleapis.com" = concat(["ADMIN_READ"], var.audit_data_access ? ["DATA_READ", "DATA_WRITE"] : [])
  }
}

resource "google_project_iam_audit_config" "this" {
  for_each = local.audit

  project = var.project_id
  service = each.key

  dynamic "audit_log_config" {
    for_each = toset(each.value)
    content {
      log_type = audit_log_config.value
    }
  }
}
