# Azure's side: what guards the app, its storage and its telemetry.

mock_provider "azurerm" {
  source = "./tests/mocks/azurerm"
}

mock_provider "azuread" {
  source = "./tests/mocks/azuread"
}

override_resource {
  target = azuread_application.federation
  values = {
    client_id    = "fed00000-0000-4000-8000-00000000000f"
    app_role_ids = { "Google.Federate" = "01e00000-0000-4000-8000-000000000001" }
  }
}

override_resource {
  target = azuread_application.api
  values = {
    client_id = "a9100000-0000-4000-8000-00000000000a"
    app_role_ids = {
      "Bridge.Invoke"  = "01e00000-0000-4000-8000-000000000002"
      "Bridge.Operate" = "01e00000-0000-4000-8000-000000000003"
    }
  }
}

override_resource {
  target = azuread_service_principal.federation
  values = { object_id = "59000000-0000-4000-8000-00000000000f" }
}

override_resource {
  target = azuread_service_principal.api
  values = { object_id = "59000000-0000-4000-8000-00000000000a" }
}

override_resource {
  target = azurerm_subnet.app
  values = { id = "/subscriptions/s/resourceGroups/rg-bridge/providers/Microsoft.Network/virtualNetworks/network/subnets/app" }
}

override_resource {
  target = azurerm_subnet.endpoints
  values = { id = "/subscriptions/s/resourceGroups/rg-bridge/providers/Microsoft.Network/virtualNetworks/network/subnets/endpoints" }
}

variables {
  name                      = "bridge"
  names                     = jsondecode(file("names.json"))
  tenant_id                 = "7e000000-0000-4000-8000-000000000001"
  resource_group_name       = "rg-bridge"
  create_resource_group     = false
  tags                      = { application = "vertex-bridge" }
  existing_plan             = { name = "plan", resource_group_name = "rg-plan" }
  app_roles                 = ["Bridge.Invoke", "Bridge.Operate"]
  callers                   = { portal = { object_id = "ca11e400-0000-4000-8000-000000000001", roles = ["Bridge.Invoke", "Bridge.Operate"] } }
  audit_reader_object_ids   = { auditors = "a0d17000-0000-4000-8000-000000000001" }
  storage_replication       = "ZRS"
  audit_retention_days      = 400
  audit_immutability_days   = 90
  audit_immutability_locked = false
  google_hosts              = {}
  alert_emails              = ["oncall@example.com"]
  alert_p95_ms              = 30000
  bridge_settings           = { BRIDGE_AUDIT = "required" }
}

run "defaults" {
  module {
    source = "./modules/azure"
  }

  # Identity
  assert {
    condition = alltrue([
      azurerm_linux_function_app.this.identity[0].type == "UserAssigned",
      azurerm_linux_function_app_slot.staging.identity[0].type == "UserAssigned",
      azurerm_linux_function_app.this.identity[0].identity_ids == toset([azurerm_user_assigned_identity.this.id]),
      azurerm_linux_function_app_slot.staging.identity[0].identity_ids == toset([azurerm_user_assigned_identity.this.id]),
    ])
    error_message = "App and slot must have the one identity."
  }
  assert {
    condition     = azurerm_linux_function_app.this.key_vault_reference_identity_id == azurerm_user_assigned_identity.this.id && azurerm_linux_function_app_slot.staging.key_vault_reference_identity_id == azurerm_user_assigned_identity.this.id
    error_message = "Key Vault references, if any, must use the same identity."
  }
  assert {
    condition     = output.identity.object_id == azurerm_user_assigned_identity.this.principal_id && output.identity.object_id != azurerm_user_assigned_identity.this.client_id
    error_message = "Google must be told the object id (the token's sub), not the client id."
  }

  # App
  assert {
    condition     = azurerm_linux_function_app.this.https_only && azurerm_linux_function_app_slot.staging.https_only
    error_message = "HTTPS only."
  }
  assert {
    condition = !anytrue([
      azurerm_linux_function_app.this.ftp_publish_basic_authentication_enabled,
      azurerm_linux_function_app.this.webdeploy_publish_basic_authentication_enabled,
      azurerm_linux_function_app_slot.staging.ftp_publish_basic_authentication_enabled,
      azurerm_linux_function_app_slot.staging.webdeploy_publish_basic_authentication_enabled,
    ])
    error_message = "No publishing with user name and password."
  }
  assert {
    condition = alltrue([for site in [azurerm_linux_function_app.this.site_config[0], azurerm_linux_function_app_slot.staging.site_config[0]] :
      site.always_on && site.ftps_state == "Disabled" && site.minimum_tls_version == "1.2" && site.scm_minimum_tls_version == "1.2" && !site.remote_debugging_enabled
    ])
    error_message = "Always on (queue triggers need it), no FTP, TLS 1.2, no remote debugging, in both slots."
  }
  assert {
    condition     = azurerm_linux_function_app.this.site_config[0].application_stack[0].java_version == "17" && azurerm_linux_function_app_slot.staging.site_config[0].application_stack[0].java_version == "17"
    error_message = "Java 17 in both slots."
  }
  assert {
    condition     = azurerm_linux_function_app.this.functions_extension_version == "~4" && azurerm_linux_function_app_slot.staging.functions_extension_version == "~4"
    error_message = "FUNCTIONS_EXTENSION_VERSION must be ~4."
  }
  assert {
    condition     = azurerm_linux_function_app.this.site_config[0].health_check_path == "/bridge/health/live" && azurerm_linux_function_app_slot.staging.site_config[0].health_check_path == "/bridge/health/live"
    error_message = "The platform replaces instances by liveness: an outage of Google must not restart them."
  }
  assert {
    condition     = azurerm_linux_function_app.this.tags["azd-service-name"] == "bridge"
    error_message = "azd finds the app by this tag."
  }
  assert {
    condition     = azurerm_linux_function_app.this.service_plan_id == data.azurerm_service_plan.existing[0].id && length(azurerm_service_plan.new) == 0
    error_message = "The existing plan must be used, and none created."
  }
  assert {
    condition     = azurerm_linux_function_app.this.location == "westeurope"
    error_message = "The app must be in the plan's region."
  }

  # Easy Auth
  assert {
    condition = alltrue([for auth in [azurerm_linux_function_app.this.auth_settings_v2[0], azurerm_linux_function_app_slot.staging.auth_settings_v2[0]] :
      auth.auth_enabled && auth.require_authentication && auth.require_https && auth.unauthenticated_action == "Return401"
    ])
    error_message = "Easy Auth must answer 401 to strangers in both slots; /admin is behind it too."
  }
  assert {
    condition = alltrue([for auth in [azurerm_linux_function_app.this.auth_settings_v2[0], azurerm_linux_function_app_slot.staging.auth_settings_v2[0]] :
      auth.excluded_paths == tolist(["/bridge/health/live", "/bridge/health/ready"])
    ])
    error_message = "The two health paths are excluded from Easy Auth, and nothing else."
  }
  assert {
    condition = alltrue([for auth in [azurerm_linux_function_app.this.auth_settings_v2[0], azurerm_linux_function_app_slot.staging.auth_settings_v2[0]] :
      auth.active_directory_v2[0].client_id == "a9100000-0000-4000-8000-00000000000a" &&
      auth.active_directory_v2[0].allowed_audiences == tolist(["a9100000-0000-4000-8000-00000000000a", "api://a9100000-0000-4000-8000-00000000000a"]) &&
      auth.active_directory_v2[0].tenant_auth_endpoint == "https://login.microsoftonline.com/7e000000-0000-4000-8000-000000000001/v2.0" &&
      auth.active_directory_v2[0].client_secret_setting_name == null
    ])
    error_message = "Easy Auth must accept tokens of this tenant for the API application only, and know no secret."
  }

  # Settings
  assert {
    condition = alltrue([for name, value in {
      AZURE_CLIENT_ID                           = "c11e4700-0000-4000-8000-00000000000b"
      BRIDGE_TENANT_ID                          = "7e000000-0000-4000-8000-000000000001"
      BRIDGE_API_AUDIENCE                       = "api://a9100000-0000-4000-8000-00000000000a"
      BRIDGE_FEDERATION_RESOURCE                = "api://fed00000-0000-4000-8000-00000000000f"
      BRIDGE_EASY_AUTH                          = "required"
      BRIDGE_AUDIT                              = "required"
      AzureWebJobsStorage__credential           = "managedidentity"
      AzureWebJobsStorage__clientId             = "c11e4700-0000-4000-8000-00000000000b"
      FUNCTIONS_WORKER_RUNTIME                  = "java"
      FUNCTIONS_ENABLE_DRAIN_ON_APP_STOPPING    = "true"
      AzureWebJobsDisableHomepage               = "true"
      JAVA_OPTS                                 = "-XX:TieredStopAtLevel=4"
      WEBSITE_RUN_FROM_PACKAGE                  = "1"
      WEBSITES_CONTAINER_STOP_TIME_LIMIT        = "30"
      WEBSITE_SWAP_WARMUP_PING_PATH             = "/bridge/health/ready"
      WEBSITE_SWAP_WARMUP_PING_STATUSES         = "200"
      APPLICATIONINSIGHTS_ENABLE_AGENT          = "true"
      APPLICATIONINSIGHTS_SAMPLING_PERCENTAGE   = "100"
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING = "Authorization=AAD;ClientId=c11e4700-0000-4000-8000-00000000000b"
      APPLICATIONINSIGHTS_CONFIGURATION_CONTENT = jsonencode({ preview = { inheritedAttributes = [{ key = "bridge.correlation_id", type = "string" }], captureHttpClientHeaders = { requestHeaders = ["x-goog-request-reason"] } } })
    } : lookup(azurerm_linux_function_app.this.app_settings, name, null) == value && lookup(azurerm_linux_function_app_slot.staging.app_settings, name, null) == value])
    error_message = "A setting of the app or the slot is missing or wrong."
  }
  assert {
    condition = alltrue([for service in ["blob", "queue", "table"] :
      azurerm_linux_function_app.this.app_settings["AzureWebJobsStorage__${service}ServiceUri"] == "https://${azurerm_storage_account.this.name}.${service}.core.windows.net"
    ])
    error_message = "The host's storage must be this account, by its services' URLs."
  }
  assert {
    condition     = azurerm_linux_function_app.this.site_config[0].application_insights_connection_string == azurerm_application_insights.this.connection_string && azurerm_linux_function_app_slot.staging.site_config[0].application_insights_connection_string == azurerm_application_insights.this.connection_string
    error_message = "APPLICATIONINSIGHTS_CONNECTION_STRING must reach both slots."
  }
  assert {
    condition     = !anytrue([for name in keys(azurerm_linux_function_app.this.app_settings) : contains(["AzureWebJobsStorage", "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", "AzureWebJobsStorage__accountKey", "MICROSOFT_PROVIDER_AUTHENTICATION_SECRET"], name)])
    error_message = "A setting that holds a key or a secret."
  }
  assert {
    condition     = !contains(keys(output.settings), "APPLICATIONINSIGHTS_CONNECTION_STRING")
    error_message = "The exported settings must not hold the connection string."
  }

  # Slot
  assert {
    condition     = azurerm_linux_function_app_slot.staging.app_settings["AzureWebJobs.queueRequests.Disabled"] == "true" && azurerm_linux_function_app_slot.staging.app_settings["AzureWebJobs.queueWatch.Disabled"] == "true"
    error_message = "Staging must not take messages out of production's queues."
  }
  assert {
    condition     = azurerm_linux_function_app.this.app_settings["AzureWebJobs.queueRequests.Disabled"] == "false" && azurerm_linux_function_app.this.app_settings["AzureWebJobs.queueWatch.Disabled"] == "false"
    error_message = "Production must take messages."
  }
  assert {
    condition     = azurerm_linux_function_app.this.app_settings["AzureFunctionsWebHost__hostid"] != azurerm_linux_function_app_slot.staging.app_settings["AzureFunctionsWebHost__hostid"]
    error_message = "Each slot must have a host id of its own."
  }
  assert {
    condition     = toset(azurerm_linux_function_app.this.sticky_settings[0].app_setting_names) == toset(["AzureWebJobs.queueRequests.Disabled", "AzureWebJobs.queueWatch.Disabled", "AzureFunctionsWebHost__hostid"])
    error_message = "The settings that differ between the slots must stay with them in a swap."
  }
  assert {
    condition     = toset([for name, value in azurerm_linux_function_app_slot.staging.app_settings : name if lookup(azurerm_linux_function_app.this.app_settings, name, null) != value]) == toset(azurerm_linux_function_app.this.sticky_settings[0].app_setting_names)
    error_message = "A setting differs between the slots and is not sticky: it would travel in a swap."
  }

  # Entra
  assert {
    condition     = azuread_application.federation.api[0].requested_access_token_version == 1 && azuread_application.api.api[0].requested_access_token_version == 2
    error_message = "Token versions must be pinned: 1 for the federation, 2 for the API."
  }
  assert {
    condition     = azuread_service_principal.federation.app_role_assignment_required && azuread_service_principal.api.app_role_assignment_required
    error_message = "Without an assignment nobody may get a token."
  }
  assert {
    condition     = azuread_application.federation.sign_in_audience == "AzureADMyOrg" && azuread_application.api.sign_in_audience == "AzureADMyOrg"
    error_message = "Both applications are of this tenant only."
  }
  assert {
    condition     = azuread_app_role_assignment.federation.principal_object_id == azurerm_user_assigned_identity.this.principal_id && azuread_app_role_assignment.federation.resource_object_id == "59000000-0000-4000-8000-00000000000f" && azuread_app_role_assignment.federation.app_role_id == "01e00000-0000-4000-8000-000000000001"
    error_message = "The identity, by its object id, must have Google.Federate on the federation application."
  }
  assert {
    condition     = one(azuread_application.federation.app_role).allowed_member_types == toset(["Application"])
    error_message = "No person may have Google.Federate."
  }
  assert {
    condition     = { for key, grant in azuread_app_role_assignment.caller : key => [grant.principal_object_id, grant.app_role_id, grant.resource_object_id] } == { "portal/Bridge.Invoke" = ["ca11e400-0000-4000-8000-000000000001", "01e00000-0000-4000-8000-000000000002", "59000000-0000-4000-8000-00000000000a"], "portal/Bridge.Operate" = ["ca11e400-0000-4000-8000-000000000001", "01e00000-0000-4000-8000-000000000003", "59000000-0000-4000-8000-00000000000a"] }
    error_message = "A caller must get each of its roles, and only these, on the API application."
  }
  assert {
    condition     = azuread_application_identifier_uri.federation.identifier_uri == "api://fed00000-0000-4000-8000-00000000000f" && azuread_application_identifier_uri.api.identifier_uri == "api://a9100000-0000-4000-8000-00000000000a"
    error_message = "The App ID URIs must be api://CLIENT_ID."
  }
  assert {
    condition     = output.federation_audiences == ["api://fed00000-0000-4000-8000-00000000000f", "fed00000-0000-4000-8000-00000000000f"]
    error_message = "Google must accept the federation application in both spellings, and never the API application."
  }

  # Storage
  assert {
    condition     = !azurerm_storage_account.this.shared_access_key_enabled && azurerm_storage_account.this.default_to_oauth_authentication && !azurerm_storage_account.this.local_user_enabled
    error_message = "The storage account must accept no key."
  }
  assert {
    condition     = !azurerm_storage_account.this.allow_nested_items_to_be_public && azurerm_storage_container.audit.container_access_type == "private" && azurerm_storage_container.jobs.container_access_type == "private"
    error_message = "No blob may be public."
  }
  assert {
    condition     = azurerm_storage_account.this.min_tls_version == "TLS1_2" && azurerm_storage_account.this.https_traffic_only_enabled
    error_message = "Storage must be reached by TLS 1.2 and nothing less."
  }
  assert {
    condition     = !azurerm_storage_account.this.cross_tenant_replication_enabled
    error_message = "No replication to other tenants."
  }
  assert {
    condition     = length(azurerm_storage_account.this.name) <= 24 && can(regex("^[a-z0-9]+$", azurerm_storage_account.this.name))
    error_message = "A storage account's name has at most 24 letters and digits."
  }
  assert {
    condition     = toset(keys(azurerm_storage_queue.this)) == toset(["vertex-requests", "vertex-requests-poison", "vertex-results", "vertex-results-poison", "vertex-watch", "vertex-watch-poison"])
    error_message = "Every queue must exist: the host creates none."
  }
  assert {
    condition     = toset(keys(azurerm_storage_table.this)) == toset(["vertexagenda", "vertexjobs", "vertexlimits"]) && azurerm_storage_container.jobs.name == "vertex-jobs"
    error_message = "Jobs and limits need their tables, jobs their container."
  }
  assert {
    condition     = toset([for r in azurerm_role_assignment.storage : r.role_definition_name]) == toset(["Storage Blob Data Owner", "Storage Queue Data Contributor", "Storage Table Data Contributor"])
    error_message = "The identity needs exactly these roles on the account."
  }
  assert {
    condition     = alltrue([for r in azurerm_role_assignment.storage : r.principal_id == azurerm_user_assigned_identity.this.principal_id && r.scope == azurerm_storage_account.this.id && r.principal_type == "ServicePrincipal"])
    error_message = "The roles are the identity's, on this account only."
  }
  assert {
    condition     = azurerm_linux_function_app.this.storage_uses_managed_identity && azurerm_linux_function_app_slot.staging.storage_uses_managed_identity && azurerm_linux_function_app.this.storage_account_access_key == null
    error_message = "The host must reach its storage by identity."
  }
  assert {
    condition     = azurerm_linux_function_app.this.builtin_logging_enabled == false && azurerm_linux_function_app_slot.staging.builtin_logging_enabled == false
    error_message = "The old dashboard's logging stays off."
  }

  # Audit container
  assert {
    condition     = azurerm_storage_container_immutability_policy.audit.immutability_period_in_days == 90 && azurerm_storage_container_immutability_policy.audit.locked == false
    error_message = "Audit lines must be protected for the days that were asked for; locking is the operator's word."
  }
  assert {
    condition     = azurerm_storage_container_immutability_policy.audit.protected_append_writes_enabled
    error_message = "Without protected append writes the first line would seal its blob."
  }
  assert {
    condition     = azurerm_storage_container_immutability_policy.audit.storage_container_resource_manager_id == azurerm_storage_container.audit.resource_manager_id
    error_message = "The protection must be on the audit container."
  }
  assert {
    condition     = azurerm_storage_management_policy.this.rule[0].actions[0].base_blob[0].delete_after_days_since_modification_greater_than == 400 && azurerm_storage_management_policy.this.rule[0].filters[0].prefix_match == toset(["vertex-audit/"]) && azurerm_storage_management_policy.this.rule[0].filters[0].blob_types == toset(["appendBlob"])
    error_message = "Only audit lines are deleted, after the retention."
  }
  assert {
    condition     = azurerm_role_assignment.audit_reader["auditors"].role_definition_name == "Storage Blob Data Reader" && azurerm_role_assignment.audit_reader["auditors"].scope == azurerm_storage_container.audit.resource_manager_id
    error_message = "Auditors may read the audit container, and nothing else."
  }

  # Telemetry
  assert {
    condition     = azurerm_application_insights.this.local_authentication_disabled && azurerm_log_analytics_workspace.this.local_authentication_enabled == false
    error_message = "Telemetry must come with a token, not with a key."
  }
  assert {
    condition     = azurerm_role_assignment.telemetry.role_definition_name == "Monitoring Metrics Publisher" && azurerm_role_assignment.telemetry.scope == azurerm_application_insights.this.id && azurerm_role_assignment.telemetry.principal_id == azurerm_user_assigned_identity.this.principal_id
    error_message = "The identity must be allowed to send telemetry."
  }
  assert {
    condition     = toset(keys(azurerm_monitor_scheduled_query_rules_alert_v2.this)) == toset(["token-refresh", "audit-writes", "poison", "p95"])
    error_message = "The four alerts must exist."
  }
  assert {
    condition     = alltrue([for alert in azurerm_monitor_scheduled_query_rules_alert_v2.this : alert.scopes == tolist([azurerm_application_insights.this.id]) && alert.action[0].action_groups == tolist([azurerm_monitor_action_group.this[0].id])])
    error_message = "Alerts must look at this telemetry and reach the addresses."
  }
  assert {
    condition     = strcontains(azurerm_monitor_scheduled_query_rules_alert_v2.this["token-refresh"].criteria[0].query, "name in (\"bridge.subject_tokens\",\"bridge.exchanges\",\"bridge.mints\") and customDimensions.outcome == 'failed'")
    error_message = "The alert must count failed hops under the names that the app sends."
  }
  assert {
    condition     = azurerm_monitor_scheduled_query_rules_alert_v2.this["p95"].criteria[0].threshold == 30000
    error_message = "The p95 alert must have the threshold that was asked for."
  }
  assert {
    condition     = length(jsondecode(azurerm_application_insights_workbook.this.data_json).items) == 8
    error_message = "The workbook must be JSON with its charts."
  }

  # No network unless asked for
  assert {
    condition     = length(azurerm_virtual_network.this) + length(azurerm_private_endpoint.storage) + length(azurerm_nat_gateway.this) + length(azurerm_private_dns_zone.google) == 0
    error_message = "Without private_network there is no network to pay for."
  }
  assert {
    condition     = azurerm_linux_function_app.this.virtual_network_subnet_id == null && azurerm_storage_account.this.public_network_access_enabled
    error_message = "Without private_network app and storage use public addresses."
  }
}

run "private_network" {
  module {
    source = "./modules/azure"
  }
  variables {
    private_network = {
      address_space   = "10.40.0.0/24"
      app_subnet      = "10.40.0.0/26"
      endpoint_subnet = "10.40.0.64/26"
      nat_gateway     = true
    }
    google_hosts = { sts = "10.100.0.5", europe-west4-aiplatform = "10.100.0.5" }
  }
  assert {
    condition     = azurerm_storage_account.this.public_network_access_enabled == false
    error_message = "Storage must not be reachable from outside the network."
  }
  assert {
    condition     = { for key, endpoint in azurerm_private_endpoint.storage : key => endpoint.private_service_connection[0].subresource_names } == { blob = tolist(["blob"]), queue = tolist(["queue"]), table = tolist(["table"]) }
    error_message = "Blob, queue and table each need a private endpoint."
  }
  assert {
    condition     = toset([for zone in azurerm_private_dns_zone.storage : zone.name]) == toset(["privatelink.blob.core.windows.net", "privatelink.queue.core.windows.net", "privatelink.table.core.windows.net"])
    error_message = "The private endpoints' names must resolve."
  }
  assert {
    condition     = alltrue([for link in azurerm_private_dns_zone_virtual_network_link.storage : link.virtual_network_id == azurerm_virtual_network.this[0].id])
    error_message = "The zones must be linked to the network."
  }
  assert {
    condition = alltrue([for app in [azurerm_linux_function_app.this, azurerm_linux_function_app_slot.staging] :
      app.virtual_network_subnet_id == azurerm_subnet.app[0].id && app.site_config[0].vnet_route_all_enabled
    ])
    error_message = "App and slot must send everything through the network."
  }
  assert {
    condition     = azurerm_subnet.app[0].delegation[0].service_delegation[0].name == "Microsoft.Web/serverFarms"
    error_message = "The app's subnet must be delegated to App Service."
  }
  assert {
    condition     = azurerm_subnet_nat_gateway_association.app[0].subnet_id == azurerm_subnet.app[0].id && length(azurerm_nat_gateway_public_ip_association.this) == 1
    error_message = "The app's subnet must go out through the NAT gateway."
  }
  assert {
    condition     = azurerm_private_dns_zone.google[0].name == "googleapis.com" && { for host, record in azurerm_private_dns_a_record.google : host => record.records } == { sts = toset(["10.100.0.5"]), europe-west4-aiplatform = toset(["10.100.0.5"]) }
    error_message = "Google's hosts must resolve to the private endpoint."
  }
}

run "private_network_without_nat" {
  module {
    source = "./modules/azure"
  }
  variables {
    private_network = {
      address_space   = "10.40.0.0/24"
      app_subnet      = "10.40.0.0/26"
      endpoint_subnet = "10.40.0.64/26"
      nat_gateway     = false
    }
  }
  assert {
    condition     = length(azurerm_nat_gateway.this) + length(azurerm_public_ip.nat) == 0 && length(azurerm_subnet.app) == 1
    error_message = "nat_gateway = false must leave the gateway out, and nothing else."
  }
}

run "plan_created" {
  module {
    source = "./modules/azure"
  }
  variables {
    existing_plan         = null
    new_plan_sku          = "P0v3"
    location              = "westeurope"
    create_resource_group = true
    names                 = merge(jsondecode(file("names.json")), { tables = ["vertexjobs"] })
  }
  assert {
    condition     = keys(azurerm_storage_table.this) == ["vertexjobs"]
    error_message = "Tables of the list must exist."
  }
  assert {
    condition     = azurerm_service_plan.new[0].os_type == "Linux" && azurerm_service_plan.new[0].sku_name == "P0v3" && azurerm_service_plan.new[0].location == "westeurope"
    error_message = "A Linux plan with the SKU must be created in the region."
  }
  assert {
    condition     = azurerm_linux_function_app.this.service_plan_id == azurerm_service_plan.new[0].id && azurerm_resource_group.this[0].location == "westeurope"
    error_message = "The app must be on the new plan."
  }
}
