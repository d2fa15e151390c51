locals {
  identity_id = azurerm_user_assigned_identity.this.id
  client_id   = azurerm_user_assigned_identity.this.client_id

  # The same in both slots: they go along in a swap.
  settings = merge(var.bridge_settings, {
    AZURE_CLIENT_ID            = local.client_id
    BRIDGE_TENANT_ID           = var.tenant_id
    BRIDGE_API_AUDIENCE        = local.api_resource # the app takes the bare client id of v2 tokens with it
    BRIDGE_FEDERATION_RESOURCE = local.federation_resource
    BRIDGE_EASY_AUTH           = "required"

    # The provider adds AzureWebJobsStorage__accountName; alone it would mean the system-assigned identity.
    AzureWebJobsStorage__blobServiceUri  = "https://${azurerm_storage_account.this.name}.blob.core.windows.net"
    AzureWebJobsStorage__queueServiceUri = "https://${azurerm_storage_account.this.name}.queue.core.windows.net"
    AzureWebJobsStorage__tableServiceUri = "https://${azurerm_storage_account.this.name}.table.core.windows.net"
    AzureWebJobsStorage__credential      = "managedidentity"
    AzureWebJobsStorage__clientId        = local.client_id

    FUNCTIONS_WORKER_RUNTIME                = "java"
    FUNCTIONS_ENABLE_DRAIN_ON_APP_STOPPING  = "true"
    AzureWebJobsDisableHomepage             = "true"
    JAVA_OPTS                               = "-XX:TieredStopAtLevel=4"
    WEBSITE_RUN_FROM_PACKAGE                = "1"
    WEBSITES_CONTAINER_STOP_TIME_LIMIT      = "30"
    WEBSITE_SWAP_WARMUP_PING_PATH           = "/bridge/health/ready"
    WEBSITE_SWAP_WARMUP_PING_STATUSES       = "200"
    APPLICATIONINSIGHTS_ENABLE_AGENT        = "true"
    APPLICATIONINSIGHTS_SAMPLING_PERCENTAGE = "100"
    # The connection string is in site_config, where the provider keeps it without drift.
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING = "Authorization=AAD;ClientId=${local.client_id}"
    # The app marks the call with its correlation id; these put it on all that belongs to the call.
    APPLICATIONINSIGHTS_CONFIGURATION_CONTENT = jsonencode({ preview = { inheritedAttributes = [{ key = "bridge.correlation_id", type = "string" }], captureHttpClientHeaders = { requestHeaders = ["x-goog-request-reason"] } } })
  })

  # These stay with the slot. Without the first, staging would take messages out of production's
  # queues; without the second, both slots would share the host's locks.
  disabled   = [for f in var.names.queueFunctions : "AzureWebJobs.${f}.Disabled"]
  host_id    = "AzureFunctionsWebHost__hostid"
  production = merge({ for d in local.disabled : d => "false" }, { (local.host_id) = "${var.name}-prod" })
  staging    = merge({ for d in local.disabled : d => "true" }, { (local.host_id) = "${var.name}-stage" })

  tenant_endpoint = "https://login.microsoftonline.com/${var.tenant_id}/v2.0"
}

resource "azurerm_linux_function_app" "this" {
  name                = var.name
  resource_group_name = local.group
  location            = local.location
  service_plan_id     = local.plan_id
  tags                = merge(var.tags, { azd-service-name = "bridge" })

  storage_account_name            = azurerm_storage_account.this.name
  storage_uses_managed_identity   = true
  key_vault_reference_identity_id = local.identity_id

  functions_extension_version                    = "~4"
  https_only                                     = true
  builtin_logging_enabled                        = false
  ftp_publish_basic_authentication_enabled       = false
  webdeploy_publish_basic_authentication_enabled = false
  virtual_network_subnet_id                      = one(azurerm_subnet.app[*].id)

  app_settings = merge(local.settings, local.production)

  sticky_settings {
    app_setting_names = concat(local.disabled, [local.host_id])
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [local.identity_id]
  }

  site_config {
    always_on                              = true
    ftps_state                             = "Disabled"
    minimum_tls_version                    = "1.2"
    scm_minimum_tls_version                = "1.2"
    http2_enabled                          = true
    remote_debugging_enabled               = false
    use_32_bit_worker                      = false
    vnet_route_all_enabled                 = var.private_network != null
    health_check_path                      = "/bridge/health/live"
    health_check_eviction_time_in_min      = 5
    application_insights_connection_string = azurerm_application_insights.this.connection_string

    application_stack {
      java_version = var.java_version
    }
  }

  auth_settings_v2 {
    auth_enabled           = true
    require_authentication = true
    require_https          = true
    unauthenticated_action = "Return401"
    default_provider       = "azureactivedirectory"
    excluded_paths         = var.names.healthPaths

    active_directory_v2 {
      client_id            = azuread_application.api.client_id
      tenant_auth_endpoint = local.tenant_endpoint
      allowed_audiences    = [azuread_application.api.client_id, local.api_resource]
    }

    login {
      token_store_enabled = false
    }
  }

  # The identity must be able to read the host's storage before the host starts.
  depends_on = [azurerm_role_assignment.storage]
}

resource "azurerm_linux_function_app_slot" "staging" {
  name            = "staging"
  function_app_id = azurerm_linux_function_app.this.id
  tags            = var.tags

  storage_account_name            = azurerm_storage_account.this.name
  storage_uses_managed_identity   = true
  key_vault_reference_identity_id = local.identity_id

  functions_extension_version                    = "~4"
  https_only                                     = true
  builtin_logging_enabled                        = false
  ftp_publish_basic_authentication_enabled       = false
  webdeploy_publish_basic_authentication_enabled = false
  virtual_network_subnet_id                      = one(azurerm_subnet.app[*].id)

  app_settings = merge(local.settings, local.staging)

  identity {
    type         = "UserAssigned"
    identity_ids = [local.identity_id]
  }

  site_config {
    always_on                              = true
    ftps_state                             = "Disabled"
    minimum_tls_version                    = "1.2"
    scm_minimum_tls_version                = "1.2"
    http2_enabled                          = true
    remote_debugging_enabled               = false
    use_32_bit_worker                      = false
    vnet_route_all_enabled                 = var.private_network != null
    health_check_path                      = "/bridge/health/live"
    health_check_eviction_time_in_min      = 5
    application_insights_connection_string = azurerm_application_insights.this.connection_string

    application_stack {
      java_version = var.java_version
    }
  }

  auth_settings_v2 {
    auth_enabled           = true
    require_authentication = true
    require_https          = true
    unauthenticated_action = "Return401"
    default_provider       = "azureactivedirectory"
    excluded_paths         = var.names.healthPaths

    active_directory_v2 {
      client_id            = azuread_application.api.client_id
      tenant_auth_endpoint = local.tenant_endpoint
      allowed_audiences    = [azuread_application.api.client_id, local.api_resource]
    }

    login {
      token_store_enabled = false
    }
  }
}
