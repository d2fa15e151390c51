mock_resource "azurerm_user_assigned_identity" {
  defaults = {
    id           = "/subscriptions/s/resourceGroups/rg-bridge/providers/Microsoft.ManagedIdentity/userAssignedIdentities/identity"
    principal_id = "0b1ec700-0000-4000-8000-00000000000a"
    client_id    = "c11e4700-0000-4000-8000-00000000000b"
  }
}

mock_resource "azurerm_linux_function_app" {
  defaults = {
    id               = "/subscriptions/s/resourceGroups/rg-bridge/providers/Microsoft.Web/sites/bridge"
    default_hostname = "bridge.azurewebsites.net"
  }
}

mock_resource "azurerm_linux_function_app_slot" {
  defaults = { default_hostname = "bridge-staging.azurewebsites.net" }
}

mock_resource "azurerm_storage_account" {
  defaults = { id = "/subscriptions/s/resourceGroups/rg-bridge/providers/Microsoft.Storage/storageAccounts/account" }
}

mock_resource "azurerm_storage_container" {
  defaults = { resource_manager_id = "/subscriptions/s/resourceGroups/rg-bridge/providers/Microsoft.Storage/storageAccounts/account/blobServices/default/containers/vertex-audit" }
}

mock_resource "azurerm_application_insights" {
  defaults = {
    id                = "/subscriptions/s/resourceGroups/rg-bridge/providers/Microsoft.Insights/components/insights"
    connection_string = "InstrumentationKey=00000000-0000-0000-0000-000000000000"
  }
}

mock_data "azurerm_service_plan" {
  defaults = {
    id       = "/subscriptions/s/resourceGroups/rg-plan/providers/Microsoft.Web/serverFarms/plan"
    os_type  = "Linux"
    sku_name = "P1v3"
    location = "West Europe"
  }
}

mock_data "azurerm_resource_group" {
  defaults = {
    id       = "/subscriptions/s/resourceGroups/rg-bridge"
    location = "northeurope"
  }
}

mock_resource "azurerm_monitor_action_group" {
  defaults = { id = "/subscriptions/s/resourceGroups/rg-bridge/providers/Microsoft.Insights/actionGroups/alerts" }
}

mock_resource "azurerm_virtual_network" {
  defaults = { id = "/subscriptions/s/resourceGroups/rg-bridge/providers/Microsoft.Network/virtualNetworks/network" }
}

mock_resource "azurerm_service_plan" {
  defaults = { id = "/subscriptions/s/resourceGroups/rg-bridge/providers/Microsoft.Web/serverFarms/new-plan" }
}
