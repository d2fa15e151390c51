// One-line faults. `caught` names who must notice: a check of layer A, or (layer B) the test file and
// words of the assertion's message.

const A = (file, from, to, check) => ({ file, from, to, check });
const B = (file, from, to, test, says) => ({ file, from, to, test, says });
// The same in the staging slot, which stands after the app in the file.
const slot = (from, to, check) => ({ ...A(az('app'), from, to, check), last: true });
const az = (file) => `modules/azure/${file}.tf`;
const g = (file) => `modules/google/${file}.tf`;

export const MUTATIONS = {
  // Who is trusted
  'subject is the client id': B('main.tf', 'module.azure.identity.object_id', 'module.azure.identity.client_id', 'wiring', 'The principal must name'),
  'object id output is the client id': B(az('outputs'), 'object_id   = azurerm_user_assigned_identity.this.principal_id', 'object_id   = azurerm_user_assigned_identity.this.client_id', 'azure', 'not the client id'),
  'binding for the whole pool': B(g('federation'), 'principal = "principal://iam.googleapis.com/${local.pool}/subject/${var.subject}"', 'principal = "principalSet://iam.googleapis.com/${local.pool}/*"', 'google', 'never for a set of principals'),
  'binding written as a set': A(g('access'), 'member             = local.principal', 'member             = "principalSet://iam.googleapis.com/${local.pool}/*"', 'no-principal-set'),
  'principal with the project id': B(g('federation'), 'pool   = "projects/${local.number}', 'pool   = "projects/${var.project_id}', 'wiring', "project's number"),
  'condition without the subject': B(g('federation'), " && assertion.sub in ['${var.subject}']", '', 'wiring', 'must pin tenant and identity'),
  'condition without the tenant': B(g('federation'), "assertion.tid=='${var.tenant_id}' && ", '', 'wiring', 'must pin tenant and identity'),
  'mapping by appid': B(g('federation'), '"google.subject" = "assertion.sub"', '"google.subject" = "assertion.appid"', 'wiring', 'no claim that v1 or v2 tokens lack'),
  'issuer of v2 tokens': B(g('federation'), 'https://sts.windows.net/${var.tenant_id}', 'https://login.microsoftonline.com/${var.tenant_id}/v2.0', 'wiring', 'must be the v1 issuer'),
  'provider accepts the API application': B(az('outputs'), '[local.federation_resource, azuread_application.federation.client_id]', '[local.api_resource, azuread_application.api.client_id]', 'wiring', 'and no other'),
  'issuer argument misspelt': A(g('federation'), 'issuer_uri        =', 'issuer_url        =', 'schema'),
  'binding as token creator': A(g('access'), 'roles/iam.workloadIdentityUser', 'roles/iam.serviceAccountTokenCreator', 'binding-role'),
  'predefined role': A(g('access'), 'role    = google_project_iam_custom_role.this[each.value.role].name', 'role    = "roles/aiplatform.admin"', 'no-basic-roles'),
  'kill switch turned round': B(g('federation'), 'disabled = !var.enabled', 'disabled = var.enabled', 'wiring', 'The pool must be enabled'),
  'direct mode keeps the account': B(g('outputs'), 'value       = var.access == "impersonate" ? local.default_email : ""', 'value       = local.default_email', 'wiring', 'leave BRIDGE_DEFAULT_SERVICE_ACCOUNT empty'),
  'existing account created': B(g('access'), 'setsubtract(local.accounts, var.existing_service_accounts)', 'local.accounts', 'wiring', 'only those of this project are made'),
  'anyone may ask for the token': A(az('entra'), 'app_role_assignment_required = true\n}\n\nresource "azuread_app_role_assignment" "federation"', 'app_role_assignment_required = false\n}\n\nresource "azuread_app_role_assignment" "federation"', 'assignment-required'),
  'federation tokens v2': B(az('entra'), 'requested_access_token_version = 1', 'requested_access_token_version = 2', 'azure', 'Token versions must be pinned'),
  'role given to the client id': B(az('entra'), 'principal_object_id = azurerm_user_assigned_identity.this.principal_id', 'principal_object_id = azurerm_user_assigned_identity.this.client_id', 'azure', 'must have Google.Federate'),
  'caller gets a role on the federation application': B(az('entra'), 'resource_object_id  = azuread_service_principal.api.object_id', 'resource_object_id  = azuread_service_principal.federation.object_id', 'azure', 'on the API application'),
  'any tenant': A(az('entra'), 'display_name     = "${var.name} API"\n  sign_in_audience = "AzureADMyOrg"', 'display_name     = "${var.name} API"\n  sign_in_audience = "AzureADMultipleOrgs"', 'single-tenant'),

  // Audit
  'audit without DATA_WRITE': B(g('audit'), '["DATA_READ", "DATA_WRITE"]', '["DATA_READ"]', 'google', 'all three of aiplatform'),
  'audit of iamcredentials instead of iam': B(g('audit'), '"iam.googleapis.com"        =', '"iamcredentials.googleapis.com" =', 'google', 'iamcredentials has none of its own'),
  'DATA_READ on sts': B(g('audit'), '"sts.googleapis.com"        = ["ADMIN_READ"]', '"sts.googleapis.com"        = ["DATA_READ"]', 'google', 'ADMIN_READ of iam and sts'),
  'audit blob sealed by its first line': A(az('storage'), 'protected_append_writes_enabled = true', 'protected_append_writes_enabled = false', 'audit-append'),
  'audit lines deleted by the protection period': B(az('storage'), '_greater_than = var.audit_retention_days', '_greater_than = var.audit_immutability_days', 'azure', 'after the retention'),
  'retention for every blob': B(az('storage'), 'prefix_match = ["${azurerm_storage_container.audit.name}/"]', 'prefix_match = []', 'azure', 'Only audit lines are deleted'),
  'auditors read the whole account': B(az('storage'), 'scope                = azurerm_storage_container.audit.resource_manager_id', 'scope                = azurerm_storage_account.this.id', 'azure', 'and nothing else'),

  // The app
  'shared keys': A(az('storage'), 'shared_access_key_enabled         = false', 'shared_access_key_enabled         = true', 'storage-no-keys'),
  'public blobs': A(az('storage'), 'allow_nested_items_to_be_public   = false', 'allow_nested_items_to_be_public   = true', 'storage-no-public-blob'),
  'public container': A(az('storage'), 'container_access_type = "private"', 'container_access_type = "blob"', 'container-private'),
  'http': A(az('app'), 'https_only                                     = true', 'https_only                                     = false', 'https-only'),
  'http in the slot': slot('https_only                                     = true', 'https_only                                     = false', 'https-only'),
  'slot open to strangers': slot('require_authentication = true', 'require_authentication = false', 'easy-auth-required'),
  'basic auth': A(az('app'), 'webdeploy_publish_basic_authentication_enabled = false', 'webdeploy_publish_basic_authentication_enabled = true', 'no-basic-auth'),
  'not always on': A(az('app'), 'always_on                              = true', 'always_on                              = false', 'always-on'),
  'login page instead of 401': A(az('app'), 'unauthenticated_action = "Return401"', 'unauthenticated_action = "RedirectToLoginPage"', 'easy-auth-401'),
  'Easy Auth open': A(az('app'), 'require_authentication = true', 'require_authentication = false', 'easy-auth-required'),
  'admin excluded from Easy Auth': B(az('app'), 'excluded_paths         = var.names.healthPaths', 'excluded_paths         = concat(var.names.healthPaths, ["/admin"])', 'azure', 'and nothing else'),
  'identity name without its credential': B(az('app'), '    AzureWebJobsStorage__clientId        = local.client_id\n', '', 'azure', 'missing or wrong'),
  'client id setting is the object id': B(az('app'), 'AZURE_CLIENT_ID            = local.client_id', 'AZURE_CLIENT_ID            = azurerm_user_assigned_identity.this.principal_id', 'azure', 'missing or wrong'),
  'no agent': B(az('app'), 'APPLICATIONINSIGHTS_ENABLE_AGENT        = "true"', 'APPLICATIONINSIGHTS_ENABLE_AGENT        = "false"', 'azure', 'missing or wrong'),
  'staging takes messages': B(az('app'), 'staging    = merge({ for d in local.disabled : d => "true" }', 'staging    = merge({ for d in local.disabled : d => "false" }', 'azure', 'Staging must not take messages'),
  'host id shared by the slots': B(az('app'), '"${var.name}-stage"', '"${var.name}-prod"', 'azure', 'host id of its own'),
  'disabled setting travels in a swap': B(az('app'), 'app_setting_names = concat(local.disabled, [local.host_id])', 'app_setting_names = [local.host_id]', 'azure', 'stay with them in a swap'),
  'warm-up on another path': B(az('app'), 'WEBSITE_SWAP_WARMUP_PING_PATH           = "/bridge/health/ready"', 'WEBSITE_SWAP_WARMUP_PING_PATH           = "/"', 'azure', 'missing or wrong'),
  'telemetry by key': A(az('monitor'), 'local_authentication_disabled = true', 'local_authentication_disabled = false', 'telemetry-no-keys'),
  'connection string exported': B(az('outputs'), 'merge(local.settings, local.production)', 'merge(local.settings, local.production, { APPLICATIONINSIGHTS_CONNECTION_STRING = azurerm_application_insights.this.connection_string })', 'azure', 'must not hold the connection string'),
  'region of the resource group': B(az('main'), 'lower(replace(data.azurerm_service_plan.existing[0].location, " ", ""))', 'data.azurerm_resource_group.existing[0].location', 'wiring', "in the plan's region"),
  'roles on the whole group': B(az('storage'), 'scope                = azurerm_storage_account.this.id\n  role_definition_name = each.value', 'scope                = data.azurerm_resource_group.existing[0].id\n  role_definition_name = each.value', 'azure', 'on this account only'),
  'storage open beside its private endpoints': B(az('storage'), 'public_network_access_enabled     = var.private_network == null', 'public_network_access_enabled     = true', 'azure', 'must not be reachable from outside'),
  'only half of the traffic through the network': B(az('app'), 'vnet_route_all_enabled                 = var.private_network != null', 'vnet_route_all_enabled                 = false', 'azure', 'send everything through the network'),
  'gateway without a subnet': B(az('network'), 'subnet_id      = azurerm_subnet.app[0].id', 'subnet_id      = azurerm_subnet.endpoints[0].id', 'azure', 'go out through the NAT gateway'),
  'Java 21': A(az('variables'), 'default     = "17"', 'default     = "21"', 'java-version-as-in-build'),
  'queue missing': A('names.json', '    "vertex-watch",\n', '', 'queues-as-in-code'),
  'table missing': A('names.json', '"vertexagenda", ', '', 'tables-as-in-code'),
  'container renamed': A('names.json', '"vertex-jobs"', '"vertex-bodies"', 'containers-as-in-code'),
  'queue function renamed': A('names.json', '"queueRequests"', '"requestQueue"', 'queue-functions-as-in-code'),
  'setting misspelt': A('main.tf', 'BRIDGE_WIF_PROVIDER ', 'BRIDGE_WIF_PROVIDERS ', 'settings-as-in-code'),
  'argument that is not there': A(az('storage'), 'local_user_enabled ', 'local_users_enabled ', 'schema'),
  'required argument missing': A(g('metrics'), '  filter      = each.value.filter\n', '', 'schema'),
  'reference to nothing': A(az('storage'), 'storage_account_id = azurerm_storage_account.this.id\n\n  rule', 'storage_account_id = azurerm_storage_account.main.id\n\n  rule', 'references'),
  'module argument misspelt': A('main.tf', 'audit_data_access = var.audit_data_access', 'audit_data_acess = var.audit_data_access', 'module-arguments'),
  'a word where a number is due': A(az('monitor'), 'retention_in_days            = 30', 'retention_in_days            = "a month"', 'schema'),
};
