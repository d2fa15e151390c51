# Upper-case names are for azd, which keeps outputs as environment variables.

output "AZURE_TENANT_ID" {
  value = var.tenant_id
}

output "AZURE_RESOURCE_GROUP" {
  value = module.azure.app.resource_group
}

output "AZURE_LOCATION" {
  value = module.azure.app.location
}

output "SERVICE_BRIDGE_NAME" {
  value = module.azure.app.name
}

output "SERVICE_BRIDGE_ENDPOINT" {
  value = "https://${module.azure.app.hostname}"
}

output "BRIDGE_API_RESOURCE" {
  description = "What callers ask Entra for a token to: add /.default."
  value       = module.azure.entra.api_resource
}

output "google_principal" {
  description = "The one principal that Google lets in."
  value       = module.google.principal
}

output "app_settings" {
  description = "Settings of the production app, without the telemetry connection string; the chain works with these unchanged."
  value       = module.azure.settings
}

output "deployment" {
  description = "What the doctor compares the live system with: terraform output -json deployment > deployment.json"
  value = {
    version   = 1
    tenantId  = var.tenant_id
    app       = module.azure.app
    identity  = module.azure.identity
    entra     = module.azure.entra
    storage   = module.azure.storage
    google    = module.google.deployment
    principal = module.google.principal
    audience  = module.google.sts_audience
  }
}
