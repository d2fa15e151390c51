locals {
  names = jsondecode(file("${path.module}/names.json"))

  tags = merge(
    var.tags,
    { application = "vertex-bridge" },
    var.azd_environment == null ? {} : { azd-env-name = var.azd_environment },
  )
}

# The two modules feed each other: Azure's identity is the subject that Google trusts, and Google's
# provider and service account are settings of the app. The graph of resources has no cycle.

module "azure" {
  source = "./modules/azure"

  name                  = var.name
  names                 = local.names
  tenant_id             = var.tenant_id
  resource_group_name   = var.resource_group_name
  create_resource_group = var.create_resource_group
  location              = var.location
  tags                  = local.tags
  existing_plan         = var.existing_plan
  new_plan_sku          = var.new_plan_sku

  app_roles               = concat(keys(local.names.appRoles), [for r in var.policy_app_roles : r if !contains(keys(local.names.appRoles), r)])
  callers                 = var.callers
  audit_reader_object_ids = var.audit_reader_object_ids

  storage_replication       = var.storage_replication
  audit_retention_days      = var.audit_retention_days
  audit_immutability_days   = var.audit_immutability_days
  audit_immutability_locked = var.audit_immutability_locked

  private_network = var.private_network
  google_hosts    = module.google.private_hosts
  alert_emails    = var.alert_emails
  alert_p95_ms    = var.alert_p95_ms

  bridge_settings = merge(var.extra_app_settings, {
    BRIDGE_WIF_PROVIDER            = module.google.sts_audience
    BRIDGE_GOOGLE_PROJECT          = var.google_project_id
    BRIDGE_DEFAULT_SERVICE_ACCOUNT = module.google.default_service_account
    BRIDGE_POLICY                  = var.policy_url
    BRIDGE_AUDIT                   = var.audit
  })
}

module "google" {
  source = "./modules/google"

  project_id     = var.google_project_id
  project_number = var.google_project_number
  pool_id        = var.pool_id
  provider_id    = var.provider_id
  enabled        = var.federation_enabled

  tenant_id             = var.tenant_id
  issuer_trailing_slash = var.issuer_trailing_slash
  subject               = module.azure.identity.object_id
  audiences             = module.azure.federation_audiences

  access                     = var.google_access
  default_service_account_id = var.default_service_account_id
  service_accounts           = var.policy_service_accounts
  existing_service_accounts  = var.existing_service_accounts
  job_accounts               = var.policy_job_accounts
  permissions                = var.policy_permissions
  locations                  = var.policy_locations

  audit_data_access = var.audit_data_access
  private           = var.private_google
}
