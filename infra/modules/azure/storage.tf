locals {
  # 3 to 24 letters and digits, unique in Azure.
  account = "${substr(replace(var.name, "-", ""), 0, 16)}${substr(sha1("${var.tenant_id}/${var.resource_group_name}/${var.name}"), 0, 8)}"

  storage_roles = toset([
    "Storage Blob Data Owner", # the host's own need
    "Storage Queue Data Contributor",
    "Storage Table Data Contributor",
  ])
}

resource "azurerm_storage_account" "this" {
  name                     = local.account
  resource_group_name      = local.group
  location                 = local.location
  account_tier             = "Standard"
  account_kind             = "StorageV2"
  account_replication_type = var.storage_replication
  tags                     = var.tags

  shared_access_key_enabled         = false
  default_to_oauth_authentication   = true
  local_user_enabled                = false
  https_traffic_only_enabled        = true
  min_tls_version                   = "TLS1_2"
  allow_nested_items_to_be_public   = false
  cross_tenant_replication_enabled  = false
  infrastructure_encryption_enabled = true
  public_network_access_enabled     = var.private_network == null

  blob_properties {
    delete_retention_policy {
      days = 7
    }
    container_delete_retention_policy {
      days = 7
    }
  }
}

# The host creates none of these for a trigger: it polls a missing queue in silence.
resource "azurerm_storage_queue" "this" {
  for_each = toset(var.names.queues)

  name               = each.value
  storage_account_id = azurerm_storage_account.this.id
}

# Made through the data plane, unlike queues and containers: who applies needs Storage Table Data
# Contributor on the account, and with private_network a place inside it.
resource "azurerm_storage_table" "this" {
  for_each = toset(var.names.tables)

  name                 = each.value
  storage_account_name = azurerm_storage_account.this.name
}

resource "azurerm_storage_container" "audit" {
  name                  = var.names.auditContainer
  storage_account_id    = azurerm_storage_account.this.id
  container_access_type = "private"
}

# Bodies and results of jobs. No rule deletes from it: the app does, when a job's time is over, and
# what is in poison is kept.
resource "azurerm_storage_container" "jobs" {
  name                  = var.names.jobContainer
  storage_account_id    = azurerm_storage_account.this.id
  container_access_type = "private"
}

resource "azurerm_storage_container_immutability_policy" "audit" {
  storage_container_resource_manager_id = azurerm_storage_container.audit.resource_manager_id
  immutability_period_in_days           = var.audit_immutability_days
  # Append blobs may grow while they are protected; nothing may be changed or taken away.
  protected_append_writes_enabled = true
  locked                          = var.audit_immutability_locked
}

resource "azurerm_storage_management_policy" "this" {
  storage_account_id = azurerm_storage_account.this.id

  rule {
    name    = "audit-retention"
    enabled = true

    filters {
      # Append blobs can be deleted by a rule, but not moved to a cooler tier.
      blob_types   = ["appendBlob"]
      prefix_match = ["${azurerm_storage_container.audit.name}/"]
    }

    actions {
      base_blob {
        delete_after_days_since_modification_greater_than = var.audit_retention_days
      }
    }
  }
}

resource "azurerm_role_assignment" "storage" {
  for_each = local.storage_roles

  scope                = azurerm_storage_account.this.id
  role_definition_name = each.value
  principal_id         = azurerm_user_assigned_identity.this.principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "audit_reader" {
  for_each = var.audit_reader_object_ids

  scope                = azurerm_storage_container.audit.resource_manager_id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = each.value
}
