output "sts_audience" {
  description = "What the app sends as `audience` to Google's STS."
  value       = "//iam.googleapis.com/${local.pool}/providers/${google_iam_workload_identity_pool_provider.this.workload_identity_pool_provider_id}"
}

output "project_number" {
  description = "By which Vertex AI names the project in its answers."
  value       = local.number
}

output "default_service_account" {
  description = "Empty in direct mode."
  value       = var.access == "impersonate" ? local.default_email : ""
}

output "private_hosts" {
  description = "Host (without .googleapis.com) -> private address, for the Azure network's names."
  value       = var.private == null ? {} : { for host in concat(["sts", "iamcredentials"], local.vertex_hosts) : host => var.private.address }
}

output "deployment" {
  description = "Google's side as Google's own API would describe it, for the doctor."
  value = {
    projectId     = var.project_id
    projectNumber = local.number
    access        = var.access
    locations     = var.locations

    defaultServiceAccount = var.access == "impersonate" ? local.default_email : ""

    pool = {
      name     = local.pool
      disabled = google_iam_workload_identity_pool.this.disabled
    }

    provider = {
      name               = "${local.pool}/providers/${google_iam_workload_identity_pool_provider.this.workload_identity_pool_provider_id}"
      state              = "ACTIVE"
      disabled           = false
      attributeMapping   = google_iam_workload_identity_pool_provider.this.attribute_mapping
      attributeCondition = google_iam_workload_identity_pool_provider.this.attribute_condition
      oidc = {
        issuerUri        = google_iam_workload_identity_pool_provider.this.oidc[0].issuer_uri
        allowedAudiences = google_iam_workload_identity_pool_provider.this.oidc[0].allowed_audiences
      }
    }

    serviceAccounts = {
      for email in sort(local.accounts) : email => {
        created = contains(local.created, email)
        bindings = [{
          role    = google_service_account_iam_member.federated[email].role
          members = [google_service_account_iam_member.federated[email].member]
        }]
      }
    }

    projectBindings = [
      for key in sort(keys(local.holders)) : {
        role    = "projects/${var.project_id}/roles/${local.role_ids[local.holders[key].role]}"
        members = [google_project_iam_member.vertex[key].member]
      }
    ]

    roles = {
      for key, role in google_project_iam_custom_role.this : "projects/${var.project_id}/roles/${role.role_id}" => sort(role.permissions)
    }

    auditConfigs = [
      for service in sort(keys(local.audit)) : {
        service         = service
        auditLogConfigs = [for type in sort(local.audit[service]) : { logType = type }]
      }
    ]
  }
}

output "principal" {
  value = local.principal
}
