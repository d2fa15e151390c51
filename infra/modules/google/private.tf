locals {
  vertex_hosts = [for l in var.locations : l == "global" ? "aiplatform" : "${l}-aiplatform" if !contains(["us", "eu"], l)]
}

resource "google_compute_global_address" "this" {
  count = var.private == null ? 0 : 1

  project      = var.project_id
  name         = "${var.private.endpoint_name}-address"
  address      = var.private.address
  address_type = "INTERNAL"
  purpose      = "PRIVATE_SERVICE_CONNECT"
  network      = var.private.network

  depends_on = [google_project_service.this]
}

resource "google_compute_global_forwarding_rule" "this" {
  count = var.private == null ? 0 : 1

  project               = var.project_id
  name                  = var.private.endpoint_name
  target                = "all-apis"
  network               = var.private.network
  ip_address            = google_compute_global_address.this[0].id
  load_balancing_scheme = ""
}
