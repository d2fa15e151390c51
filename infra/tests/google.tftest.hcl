# Google's side: who is let in, as whom, and what is recorded.

mock_provider "google" {
  source = "./tests/mocks/google"
}

variables {
  project_id                 = "my-vertex-project"
  pool_id                    = "azure"
  provider_id                = "entra"
  enabled                    = true
  tenant_id                  = "7e000000-0000-4000-8000-000000000001"
  issuer_trailing_slash      = true
  subject                    = "0b1ec700-0000-4000-8000-00000000000a"
  audiences                  = ["api://fed00000-0000-4000-8000-00000000000f", "fed00000-0000-4000-8000-00000000000f"]
  access                     = "impersonate"
  default_service_account_id = "vertex-bridge"
  service_accounts           = []
  existing_service_accounts  = []
  permissions                = { default = ["aiplatform.endpoints.predict"] }
  locations                  = ["europe-west4", "eu"]
  audit_data_access          = true
}

run "defaults" {
  module {
    source = "./modules/google"
  }

  # APIs
  assert {
    condition     = length(setsubtract(["iam.googleapis.com", "sts.googleapis.com", "iamcredentials.googleapis.com", "aiplatform.googleapis.com", "cloudresourcemanager.googleapis.com"], keys(google_project_service.this))) == 0
    error_message = "Every API of the chain must be switched on."
  }
  assert {
    condition     = alltrue([for api in google_project_service.this : api.disable_on_destroy == false])
    error_message = "Destroying the bridge must not switch off APIs that others use."
  }

  # Audit
  assert {
    condition     = { for service, config in google_project_iam_audit_config.this : service => toset([for log in config.audit_log_config : log.log_type]) } == { "iam.googleapis.com" = toset(["ADMIN_READ"]), "sts.googleapis.com" = toset(["ADMIN_READ"]), "aiplatform.googleapis.com" = toset(["ADMIN_READ", "DATA_READ", "DATA_WRITE"]) }
    error_message = "Audit logs: ADMIN_READ of iam and sts, all three of aiplatform; iamcredentials has none of its own."
  }

  # Custom role
  assert {
    condition     = google_project_iam_custom_role.this["default"].permissions == toset(["aiplatform.endpoints.predict"])
    error_message = "The custom role must hold what the policy needs and nothing else."
  }
  assert {
    condition     = alltrue([for member in google_project_iam_member.vertex : member.role == google_project_iam_custom_role.this["default"].name])
    error_message = "The grant must be the custom role, not a predefined one."
  }

  # Provider
  assert {
    condition     = google_iam_workload_identity_pool_provider.this.oidc[0].allowed_audiences == tolist(["api://fed00000-0000-4000-8000-00000000000f", "fed00000-0000-4000-8000-00000000000f"])
    error_message = "The provider must accept the federation application only."
  }
  assert {
    condition     = google_iam_workload_identity_pool_provider.this.oidc[0].jwks_json == null
    error_message = "Keys come from the issuer, so that Entra can rotate them."
  }
  assert {
    condition     = google_iam_workload_identity_pool.this.disabled == false
    error_message = "The pool must be enabled."
  }

  # Metrics
  assert {
    condition     = toset(keys(google_logging_metric.this)) == toset(["requests", "refusals", "exchanges", "mints"])
    error_message = "The four log-based metrics must exist."
  }
  assert {
    condition     = strcontains(google_logging_metric.this["requests"].filter, "callerSuppliedUserAgent:\"vertexbridge/\"")
    error_message = "Requests are known by the bridge's user agent."
  }
  assert {
    condition     = length(jsondecode(google_monitoring_dashboard.this.dashboard_json).gridLayout.widgets) == 6
    error_message = "The dashboard must be JSON with its charts."
  }

  # No endpoint unless asked for
  assert {
    condition     = length(google_compute_global_forwarding_rule.this) == 0 && length(output.private_hosts) == 0
    error_message = "Without private_google there is no endpoint, and no name changes."
  }
}

run "audit_without_data_access" {
  module {
    source = "./modules/google"
  }
  variables {
    audit_data_access = false
  }
  assert {
    condition     = [for log in google_project_iam_audit_config.this["aiplatform.googleapis.com"].audit_log_config : log.log_type] == ["ADMIN_READ"]
    error_message = "audit_data_access = false must drop the billed logs only."
  }
}

run "bindings" {
  module {
    source = "./modules/google"
  }
  variables {
    service_accounts = [
      "vertex-support@my-vertex-project.iam.gserviceaccount.com",
      "vertex-research@other-project.iam.gserviceaccount.com",
    ]
    existing_service_accounts = ["vertex-research@other-project.iam.gserviceaccount.com"]
    job_accounts              = { "vertex-jobs@my-vertex-project.iam.gserviceaccount.com" = ["default", "vertex-support@my-vertex-project.iam.gserviceaccount.com"] }
  }
  assert {
    condition     = { for key, binding in google_service_account_iam_member.acts_as : key => [binding.service_account_id, binding.role, binding.member] } == { "vertex-jobs@my-vertex-project.iam.gserviceaccount.com default" = ["projects/-/serviceAccounts/vertex-jobs@my-vertex-project.iam.gserviceaccount.com", "roles/iam.serviceAccountUser", "serviceAccount:vertex-bridge@my-vertex-project.iam.gserviceaccount.com"], "vertex-jobs@my-vertex-project.iam.gserviceaccount.com vertex-support@my-vertex-project.iam.gserviceaccount.com" = ["projects/-/serviceAccounts/vertex-jobs@my-vertex-project.iam.gserviceaccount.com", "roles/iam.serviceAccountUser", "serviceAccount:vertex-support@my-vertex-project.iam.gserviceaccount.com"] }
    error_message = "Who starts jobs may act as the account that they run as, and as no other."
  }
  assert {
    condition     = toset([for binding in google_service_account_iam_member.federated : binding.member]) == toset(["principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/azure/subject/0b1ec700-0000-4000-8000-00000000000a"])
    error_message = "Bindings are for the one subject, never for a set of principals."
  }
  assert {
    condition     = alltrue([for binding in google_service_account_iam_member.federated : binding.role == "roles/iam.workloadIdentityUser"])
    error_message = "The binding's role must be workloadIdentityUser."
  }
  assert {
    condition     = google_service_account_iam_member.federated["vertex-research@other-project.iam.gserviceaccount.com"].service_account_id == "projects/-/serviceAccounts/vertex-research@other-project.iam.gserviceaccount.com"
    error_message = "An existing account must be bound by its own address."
  }
  assert {
    condition     = google_service_account_iam_member.federated["vertex-support@my-vertex-project.iam.gserviceaccount.com"].service_account_id == google_service_account.this["vertex-support@my-vertex-project.iam.gserviceaccount.com"].name
    error_message = "Each binding must be on its own account."
  }
  assert {
    condition     = { for email, account in google_service_account.this : email => account.account_id } == { "vertex-bridge@my-vertex-project.iam.gserviceaccount.com" = "vertex-bridge", "vertex-support@my-vertex-project.iam.gserviceaccount.com" = "vertex-support" }
    error_message = "The accounts of this project must be created with the ids that the policy names."
  }
  assert {
    condition     = alltrue([for member in google_project_iam_member.vertex : startswith(member.member, "serviceAccount:")])
    error_message = "In impersonate mode only service accounts may have the role."
  }
}

run "private_google" {
  module {
    source = "./modules/google"
  }
  variables {
    private = { network = "projects/my-vertex-project/global/networks/hub", address = "10.100.0.5", endpoint_name = "vertexbridge" }
  }
  assert {
    condition     = google_compute_global_address.this[0].purpose == "PRIVATE_SERVICE_CONNECT" && google_compute_global_address.this[0].address == "10.100.0.5" && google_compute_global_forwarding_rule.this[0].target == "all-apis" && google_compute_global_forwarding_rule.this[0].ip_address == google_compute_global_address.this[0].id
    error_message = "The endpoint must forward its address to Google's APIs."
  }
  assert {
    condition     = output.private_hosts == tomap({ sts = "10.100.0.5", iamcredentials = "10.100.0.5", europe-west4-aiplatform = "10.100.0.5" })
    error_message = "The regional hosts must resolve to the endpoint; us and eu have no host that it serves."
  }
}
