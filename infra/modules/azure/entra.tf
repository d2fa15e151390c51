locals {
  federation_resource = "api://${azuread_application.federation.client_id}"
  api_resource        = "api://${azuread_application.api.client_id}"

  grants = merge([
    for name, caller in var.callers : {
      for role in caller.roles : "${name}/${role}" => { object_id = caller.object_id, role = role }
    }
  ]...)
}

# What the managed identity asks Entra for a token to, and what Google's provider accepts. Its only
# purpose is to be an audience: no secret, no certificate, no redirect.
resource "azuread_application" "federation" {
  display_name     = "${var.name} federation to Google"
  sign_in_audience = "AzureADMyOrg"

  api {
    # v1, so that issuer and claims cannot drift away from what Google's provider expects.
    requested_access_token_version = 1
  }

  app_role {
    id                   = uuidv5("url", "vertexbridge:Google.Federate")
    value                = "Google.Federate"
    display_name         = "Federate to Google"
    description          = "May get the token that Google exchanges."
    allowed_member_types = ["Application"]
  }

  lifecycle {
    ignore_changes = [identifier_uris]
  }
}

resource "azuread_application_identifier_uri" "federation" {
  application_id = azuread_application.federation.id
  identifier_uri = local.federation_resource
}

resource "azuread_service_principal" "federation" {
  client_id = azuread_application.federation.client_id
  # Nobody else in the tenant gets a token for this application.
  app_role_assignment_required = true
}

resource "azuread_app_role_assignment" "federation" {
  app_role_id         = azuread_application.federation.app_role_ids["Google.Federate"]
  principal_object_id = azurerm_user_assigned_identity.this.principal_id
  resource_object_id  = azuread_service_principal.federation.object_id
}

# What callers ask Entra for a token to.
resource "azuread_application" "api" {
  display_name     = "${var.name} API"
  sign_in_audience = "AzureADMyOrg"

  api {
    requested_access_token_version = 2
  }

  dynamic "app_role" {
    for_each = toset(var.app_roles)
    content {
      id                   = uuidv5("url", "vertexbridge:${app_role.value}")
      value                = app_role.value
      display_name         = app_role.value
      description          = lookup(var.names.appRoles, app_role.value, "Named by a rule of the bridge's policy.")
      allowed_member_types = ["Application", "User"]
    }
  }

  lifecycle {
    ignore_changes = [identifier_uris]
  }
}

resource "azuread_application_identifier_uri" "api" {
  application_id = azuread_application.api.id
  identifier_uri = local.api_resource
}

resource "azuread_service_principal" "api" {
  client_id                    = azuread_application.api.client_id
  app_role_assignment_required = true
}

resource "azuread_app_role_assignment" "caller" {
  for_each = local.grants

  app_role_id         = azuread_application.api.app_role_ids[each.value.role]
  principal_object_id = each.value.object_id
  resource_object_id  = azuread_service_principal.api.object_id
}
