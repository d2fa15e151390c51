# Who trusts whom, and as what: the exact strings.

mock_provider "azurerm" {
  source = "./tests/mocks/azurerm"
}

mock_provider "azuread" {
  source = "./tests/mocks/azuread"
}

mock_provider "google" {
  source = "./tests/mocks/google"
}

# The two applications must be told apart.
override_resource {
  target = module.azure.azuread_application.federation
  values = {
    client_id    = "fed00000-0000-4000-8000-00000000000f"
    app_role_ids = { "Google.Federate" = "01e00000-0000-4000-8000-000000000001" }
  }
}

override_resource {
  target = module.azure.azuread_application.api
  values = {
    client_id = "a9100000-0000-4000-8000-00000000000a"
    app_role_ids = {
      "Bridge.Invoke"  = "01e00000-0000-4000-8000-000000000002"
      "Bridge.Operate" = "01e00000-0000-4000-8000-000000000003"
      "Team.Support"   = "01e00000-0000-4000-8000-000000000004"
    }
  }
}

override_resource {
  target = module.azure.azuread_service_principal.federation
  values = { object_id = "59000000-0000-4000-8000-00000000000f" }
}

override_resource {
  target = module.azure.azuread_service_principal.api
  values = { object_id = "59000000-0000-4000-8000-00000000000a" }
}

variables {
  name                = "bridge"
  tenant_id           = "7e000000-0000-4000-8000-000000000001"
  resource_group_name = "rg-bridge"
  existing_plan       = { name = "plan", resource_group_name = "rg-plan" }
  google_project_id   = "my-vertex-project"

  # Said here too, so that a policy.auto.tfvars.json in this folder does not change the outcome.
  policy_service_accounts = []
  policy_permissions      = { default = ["aiplatform.endpoints.predict"] }
  policy_locations        = ["europe-west4"]
  policy_app_roles        = []
}

run "impersonate" {
  assert {
    condition     = output.google_principal == "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/azure/subject/0b1ec700-0000-4000-8000-00000000000a"
    error_message = "The principal must name the project's number, the pool and the identity's object id: ${output.google_principal}"
  }
  assert {
    condition     = module.google.sts_audience == "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/azure/providers/entra"
    error_message = "Wrong audience for the STS: ${module.google.sts_audience}"
  }
  assert {
    condition     = output.app_settings.BRIDGE_WIF_PROVIDER == module.google.sts_audience
    error_message = "BRIDGE_WIF_PROVIDER is not the provider that was made."
  }
  assert {
    condition     = keys(output.deployment.google.serviceAccounts) == ["vertex-bridge@my-vertex-project.iam.gserviceaccount.com"]
    error_message = "Exactly the default service account is expected."
  }
  assert {
    condition     = output.app_settings.BRIDGE_DEFAULT_SERVICE_ACCOUNT == "vertex-bridge@my-vertex-project.iam.gserviceaccount.com"
    error_message = "BRIDGE_DEFAULT_SERVICE_ACCOUNT is not the account that was made."
  }
  assert {
    condition     = output.deployment.google.serviceAccounts["vertex-bridge@my-vertex-project.iam.gserviceaccount.com"].bindings == [{ role = "roles/iam.workloadIdentityUser", members = [output.google_principal] }]
    error_message = "The service account must be bound to the one principal as workloadIdentityUser, and to nobody else."
  }
  assert {
    condition     = output.deployment.google.projectBindings == [{ role = "projects/my-vertex-project/roles/vertexBridge_default", members = ["serviceAccount:vertex-bridge@my-vertex-project.iam.gserviceaccount.com"] }]
    error_message = "Only the service account may have the custom role."
  }
  assert {
    condition     = output.deployment.google.roles == { "projects/my-vertex-project/roles/vertexBridge_default" = tolist(["aiplatform.endpoints.predict"]) }
    error_message = "The custom role must hold what the policy needs and nothing else."
  }

  # Provider
  assert {
    condition     = output.deployment.google.provider.attributeCondition == "assertion.tid=='7e000000-0000-4000-8000-000000000001' && assertion.sub in ['0b1ec700-0000-4000-8000-00000000000a']"
    error_message = "The condition must pin tenant and identity: ${output.deployment.google.provider.attributeCondition}"
  }
  assert {
    condition     = output.deployment.google.provider.attributeMapping == tomap({ "google.subject" = "assertion.sub", "attribute.tid" = "assertion.tid" })
    error_message = "The mapping must be google.subject and attribute.tid, no claim that v1 or v2 tokens lack."
  }
  assert {
    condition     = output.deployment.google.provider.oidc.issuerUri == "https://sts.windows.net/7e000000-0000-4000-8000-000000000001/"
    error_message = "The issuer must be the v1 issuer of the tenant, with its slash."
  }
  assert {
    condition     = output.deployment.google.provider.oidc.allowedAudiences == tolist(["api://fed00000-0000-4000-8000-00000000000f", "fed00000-0000-4000-8000-00000000000f"])
    error_message = "The provider must accept the federation application in both spellings, and no other."
  }
  assert {
    condition     = output.deployment.google.pool.disabled == false
    error_message = "The pool must be enabled."
  }

  # Settings of the app
  assert {
    condition     = output.app_settings.AZURE_CLIENT_ID == "c11e4700-0000-4000-8000-00000000000b"
    error_message = "AZURE_CLIENT_ID must be the identity's client id."
  }
  assert {
    condition     = output.app_settings.BRIDGE_FEDERATION_RESOURCE == "api://fed00000-0000-4000-8000-00000000000f"
    error_message = "BRIDGE_FEDERATION_RESOURCE must be the federation application."
  }
  assert {
    condition     = output.app_settings.BRIDGE_API_AUDIENCE == "api://a9100000-0000-4000-8000-00000000000a"
    error_message = "BRIDGE_API_AUDIENCE must be the API application, by its App ID URI."
  }
  assert {
    condition     = output.app_settings.BRIDGE_TENANT_ID == "7e000000-0000-4000-8000-000000000001" && output.app_settings.BRIDGE_GOOGLE_PROJECT == "my-vertex-project"
    error_message = "Tenant or project did not reach the app."
  }
  assert {
    condition     = output.app_settings.BRIDGE_GOOGLE_PROJECT_NUMBER == output.deployment.google.projectNumber
    error_message = "The project's number did not reach the app."
  }

  # Region
  assert {
    condition     = output.AZURE_LOCATION == "westeurope"
    error_message = "The app must be in the plan's region, not in its resource group's: ${output.AZURE_LOCATION}"
  }
  assert {
    condition     = output.AZURE_RESOURCE_GROUP == "rg-bridge"
    error_message = "The app must be in the resource group that was named."
  }

  # Outputs for azd
  assert {
    condition     = output.SERVICE_BRIDGE_NAME == "bridge" && output.SERVICE_BRIDGE_ENDPOINT == "https://bridge.azurewebsites.net"
    error_message = "azd finds the app by these outputs."
  }
}

run "switches" {
  variables {
    issuer_trailing_slash = false
    federation_enabled    = false
  }
  assert {
    condition     = output.deployment.google.provider.oidc.issuerUri == "https://sts.windows.net/7e000000-0000-4000-8000-000000000001"
    error_message = "issuer_trailing_slash = false must drop the slash."
  }
  assert {
    condition     = output.deployment.google.pool.disabled
    error_message = "federation_enabled = false must disable the pool."
  }
}

run "direct" {
  variables {
    google_access         = "direct"
    google_project_number = "999999999999"
  }
  assert {
    condition     = output.deployment.google.serviceAccounts == {}
    error_message = "Direct mode needs no service account."
  }
  assert {
    condition     = output.app_settings.BRIDGE_DEFAULT_SERVICE_ACCOUNT == ""
    error_message = "Direct mode must leave BRIDGE_DEFAULT_SERVICE_ACCOUNT empty."
  }
  assert {
    condition     = output.deployment.google.projectBindings == [{ role = "projects/my-vertex-project/roles/vertexBridge_default", members = ["principal://iam.googleapis.com/projects/999999999999/locations/global/workloadIdentityPools/azure/subject/0b1ec700-0000-4000-8000-00000000000a"] }]
    error_message = "Direct mode must give the custom role to the one principal, by the project number that was given."
  }
}

run "policy" {
  variables {
    policy_service_accounts = [
      "vertex-support@my-vertex-project.iam.gserviceaccount.com",
      "vertex-research@other-project.iam.gserviceaccount.com",
    ]
    existing_service_accounts = ["vertex-research@other-project.iam.gserviceaccount.com"]
    policy_permissions = {
      default                                                    = ["aiplatform.endpoints.predict"]
      "vertex-support@my-vertex-project.iam.gserviceaccount.com" = ["aiplatform.endpoints.predict", "aiplatform.endpoints.explain"]
    }
    policy_app_roles = ["Team.Support"]
    callers = {
      support = { object_id = "ca11e400-0000-4000-8000-000000000001", roles = ["Bridge.Invoke", "Team.Support"] }
    }
  }
  assert {
    condition     = { for email, account in output.deployment.google.serviceAccounts : email => account.created } == { "vertex-bridge@my-vertex-project.iam.gserviceaccount.com" = true, "vertex-support@my-vertex-project.iam.gserviceaccount.com" = true, "vertex-research@other-project.iam.gserviceaccount.com" = false }
    error_message = "Each account of the policy must be bound; only those of this project are made."
  }
  assert {
    condition     = alltrue([for account in values(output.deployment.google.serviceAccounts) : account.bindings[0].members == [output.google_principal]])
    error_message = "Every service account must be bound to the one principal."
  }
  assert {
    condition     = output.deployment.google.roles["projects/my-vertex-project/roles/vertexBridge_vertex_support"] == tolist(["aiplatform.endpoints.explain", "aiplatform.endpoints.predict"])
    error_message = "An account with permissions of its own must have a role of its own."
  }
  assert {
    condition     = contains(output.deployment.google.projectBindings, { role = "projects/my-vertex-project/roles/vertexBridge_default", members = ["serviceAccount:vertex-research@other-project.iam.gserviceaccount.com"] })
    error_message = "An account without permissions of its own must have the default role."
  }
  assert {
    condition     = output.deployment.entra.app_roles == tolist(["Bridge.Invoke", "Bridge.Operate", "Team.Support"])
    error_message = "Roles that the policy names must be roles of the API application."
  }
}

run "private_on_both_sides" {
  variables {
    private_network  = {}
    private_google   = { network = "projects/my-vertex-project/global/networks/hub", address = "10.100.0.5" }
    policy_locations = ["europe-west4", "global"]
  }
  assert {
    condition     = module.google.private_hosts == tomap({ sts = "10.100.0.5", iamcredentials = "10.100.0.5", europe-west4-aiplatform = "10.100.0.5", aiplatform = "10.100.0.5" })
    error_message = "Every Google host of the chain must resolve to the private endpoint."
  }
}

