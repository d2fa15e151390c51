mock_data "google_project" {
  defaults = { number = "123456789012" }
}

mock_resource "google_project_iam_custom_role" {
  defaults = { name = "projects/my-vertex-project/roles/made" }
}

mock_resource "google_service_account" {
  defaults = { name = "projects/my-vertex-project/serviceAccounts/made" }
}

mock_resource "google_compute_global_address" {
  defaults = { id = "projects/my-vertex-project/global/addresses/vertexbridge-address" }
}
