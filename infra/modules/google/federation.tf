locals {
  number = var.project_number == null ? data.google_project.this[0].number : var.project_number
  pool   = "projects/${local.number}/locations/global/workloadIdentityPools/${google_iam_workload_identity_pool.this.workload_identity_pool_id}"
  # The one principal: never the whole pool.
  principal = "principal://iam.googleapis.com/${local.pool}/subject/${var.subject}"
}

data "google_project" "this" {
  count      = var.project_number == null ? 1 : 0
  project_id = var.project_id
}

resource "google_project_service" "this" {
  for_each = toset(concat(
    [
      "iam.googleapis.com",
      "sts.googleapis.com",
      "iamcredentials.googleapis.com",
      "aiplatform.googleapis.com",
      "cloudresourcemanager.googleapis.com",
      "logging.googleapis.com",
      "monitoring.googleapis.com",
    ],
    var.private == null ? [] : ["compute.googleapis.com", "servicedirectory.googleapis.com"],
  ))

  project            = var.project_id
  service            = each.value
  disable_on_destroy = false # others may use it
}

resource "google_iam_workload_identity_pool" "this" {
  project                   = var.project_id
  workload_identity_pool_id = var.pool_id
  display_name              = "Azure"
  description               = "Tokens of one Entra tenant's managed identity, for Vertex AI."
  # The pool, because disabling the provider leaves the tokens that were issued valid.
  disabled = !var.enabled

  depends_on = [google_project_service.this]
}

resource "google_iam_workload_identity_pool_provider" "this" {
  project                            = var.project_id
  workload_identity_pool_id          = google_iam_workload_identity_pool.this.workload_identity_pool_id
  workload_identity_pool_provider_id = var.provider_id
  display_name                       = "Entra"

  attribute_mapping = {
    "google.subject" = "assertion.sub"
    "attribute.tid"  = "assertion.tid"
  }

  attribute_condition = "assertion.tid=='${var.tenant_id}' && assertion.sub in ['${var.subject}']"

  oidc {
    issuer_uri        = "https://sts.windows.net/${var.tenant_id}${var.issuer_trailing_slash ? "/" : ""}"
    allowed_audiences = var.audiences
  }
}
