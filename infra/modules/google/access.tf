locals {
  default_email = "${var.default_service_account_id}@${var.project_id}.iam.gserviceaccount.com"

  # Addresses of all accounts that calls can go as; the default one may be in the policy too.
  accounts = toset(concat(var.service_accounts, var.access == "impersonate" ? [local.default_email] : []))
  created  = setsubtract(local.accounts, var.existing_service_accounts)

  # One custom role for `default` and one for each account with permissions of its own.
  role_ids = {
    for key in keys(var.permissions) : key => "vertexBridge_${replace(split("@", key)[0], "-", "_")}"
  }

  # Who has which role in the project.
  holders = merge(
    { for email in local.accounts : email => { member = "serviceAccount:${email}", role = contains(keys(var.permissions), email) ? email : "default" } },
    var.access == "direct" ? { direct = { member = local.principal, role = "default" } } : {},
  )
}

resource "google_service_account" "this" {
  for_each = local.created

  project      = var.project_id
  account_id   = split("@", each.value)[0]
  display_name = "Vertex Bridge"
  description  = "Used by the bridge on Azure through workload identity federation. Has no keys."

  depends_on = [google_project_service.this]
}

resource "google_service_account_iam_member" "federated" {
  for_each = local.accounts

  # By address for an account that exists; the reference makes creation come first for the others.
  service_account_id = contains(local.created, each.value) ? google_service_account.this[each.value].name : "projects/-/serviceAccounts/${each.value}"
  role               = "roles/iam.workloadIdentityUser"
  member             = local.principal
}

# Who starts jobs that run as another account. On that account alone: a permission in the project
# would let them act as every account of it.
resource "google_service_account_iam_member" "acts_as" {
  for_each = merge([
    for job, starters in var.job_accounts : { for starter in starters : "${job} ${starter}" => { job = job, starter = starter } }
  ]...)

  service_account_id = contains(local.created, each.value.job) ? google_service_account.this[each.value.job].name : "projects/-/serviceAccounts/${each.value.job}"
  role               = "roles/iam.serviceAccountUser"
  member             = each.value.starter == "default" ? (var.access == "direct" ? local.principal : "serviceAccount:${local.default_email}") : "serviceAccount:${each.value.starter}"

  depends_on = [google_service_account.this]
}

resource "google_project_iam_custom_role" "this" {
  for_each = var.permissions

  project     = var.project_id
  role_id     = local.role_ids[each.key]
  title       = "Vertex Bridge (${split("@", each.key)[0]})"
  description = "What the bridge's policy needs, and nothing else."
  permissions = each.value
}

resource "google_project_iam_member" "vertex" {
  for_each = local.holders

  project = var.project_id
  role    = google_project_iam_custom_role.this[each.value.role].name
  member  = each.value.member

  depends_on = [google_service_account.this]
}
