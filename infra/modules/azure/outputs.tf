output "identity" {
  value = {
    object_id   = azurerm_user_assigned_identity.this.principal_id
    client_id   = azurerm_user_assigned_identity.this.client_id
    resource_id = azurerm_user_assigned_identity.this.id
  }
}

output "federation_audiences" {
  description = "Both forms in which Entra may write the federation application as `aud`."
  value       = [local.federation_resource, azuread_application.federation.client_id]
}

output "app" {
  value = {
    name           = azurerm_linux_function_app.this.name
    resource_group = local.group
    location       = local.location
    hostname       = azurerm_linux_function_app.this.default_hostname
    slot           = azurerm_linux_function_app_slot.staging.name
    slot_hostname  = azurerm_linux_function_app_slot.staging.default_hostname
  }
}

output "entra" {
  value = {
    federation_client_id = azuread_application.federation.client_id
    federation_resource  = local.federation_resource
    api_client_id        = azuread_application.api.client_id
    api_resource         = local.api_resource
    app_roles            = sort(var.app_roles)
    callers              = var.callers
  }
}

output "storage" {
  value = {
    account         = azurerm_storage_account.this.name
    queues          = sort(var.names.queues)
    audit_container = azurerm_storage_container.audit.name
  }
}

output "settings" {
  description = "App settings of the production slot, without the telemetry connection string."
  value       = merge(local.settings, local.production)
}
