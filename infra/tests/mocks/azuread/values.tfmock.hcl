mock_resource "azuread_application" {
  defaults = {
    id        = "/applications/00000000-0000-4000-8000-00000000000f"
    client_id = "a9910000-0000-4000-8000-00000000000f"
    app_role_ids = {
      "Google.Federate" = "01e00000-0000-4000-8000-000000000001"
      "Bridge.Invoke"   = "01e00000-0000-4000-8000-000000000002"
      "Bridge.Operate"  = "01e00000-0000-4000-8000-000000000003"
      "Team.Support"    = "01e00000-0000-4000-8000-000000000004"
    }
  }
}

mock_resource "azuread_service_principal" {
  defaults = { object_id = "59000000-0000-4000-8000-000000000001" }
}
