variable "google_project_id" {
  description = "Id of the Google project whose models and endpoints are called."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.google_project_id))
    error_message = "google_project_id must be the project's id, such as my-vertex-project, not its number and not its display name: gcloud projects list."
  }
}

variable "google_project_number" {
  description = "Number of that project; null: read from Google. Give it when who applies may not read the project."
  type        = string
  default     = null

  validation {
    condition     = var.google_project_number == null || can(regex("^[0-9]{6,19}$", var.google_project_number))
    error_message = "google_project_number must be the project's number, digits only, not its id: gcloud projects describe PROJECT --format='value(projectNumber)'."
  }
}

variable "google_access" {
  description = "impersonate: calls go as a service account. direct: the federated principal itself has the role (unless a policy rule says `as`)."
  type        = string
  default     = "impersonate"

  validation {
    condition     = contains(["impersonate", "direct"], var.google_access)
    error_message = "google_access must be impersonate or direct."
  }
}

variable "default_service_account_id" {
  description = "Id (the part before the @) of the service account for rules without `as`; made unless google_access is direct."
  type        = string
  default     = "vertex-bridge"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.default_service_account_id))
    error_message = "default_service_account_id must be 6 to 30 characters: lower-case letters, digits, dashes. It is the part before the @, not the whole address."
  }
}

variable "pool_id" {
  description = "Id of the workload identity pool. A deleted pool keeps its id for 30 days: then choose another."
  type        = string
  default     = "azure"

  validation {
    condition     = can(regex("^[a-z0-9-]{4,32}$", var.pool_id)) && !startswith(var.pool_id, "gcp-")
    error_message = "pool_id must be 4 to 32 characters a-z, 0-9 and -, and must not begin with gcp-."
  }
}

variable "provider_id" {
  description = "Id of the provider in that pool."
  type        = string
  default     = "entra"

  validation {
    condition     = can(regex("^[a-z0-9-]{4,32}$", var.provider_id)) && !startswith(var.provider_id, "gcp-")
    error_message = "provider_id must be 4 to 32 characters a-z, 0-9 and -, and must not begin with gcp-."
  }
}

variable "federation_enabled" {
  description = "The kill switch: false disables the pool, and with it every token that came through it."
  type        = bool
  default     = true
}

variable "issuer_trailing_slash" {
  description = "Whether the provider's issuer ends with a slash, as the `iss` of Entra's v1 tokens does. Set false only if the doctor says that the issuers differ."
  type        = bool
  default     = true
}

variable "audit_data_access" {
  description = "Also log what is read and written through Vertex AI (DATA_READ, DATA_WRITE), which Google bills by volume. Off, calls cannot be joined by correlation id on Google's side."
  type        = bool
  default     = true
}

variable "private_google" {
  description = "A Private Service Connect endpoint for Google's APIs, with private names for it in the Azure network (needs private_network, and a route from Azure to that Google network that you keep: VPN or interconnect)."
  type = object({
    network       = string                           # projects/P/global/networks/N
    address       = string                           # an unused address outside the network's subnets
    endpoint_name = optional(string, "vertexbridge") # 1 to 20 letters and digits
  })
  default = null

  validation {
    condition     = var.private_google == null || can(cidrhost("${var.private_google.address}/32", 0))
    error_message = "private_google.address must be one IPv4 address, such as 10.100.0.5."
  }

  validation {
    condition     = var.private_google == null || can(regex("^projects/[a-z0-9-]+/global/networks/[a-z0-9-]+$", var.private_google.network))
    error_message = "private_google.network must read projects/PROJECT/global/networks/NETWORK."
  }

  validation {
    condition     = var.private_google == null || can(regex("^[a-z][a-z0-9]{0,19}$", var.private_google.endpoint_name))
    error_message = "private_google.endpoint_name must be 1 to 20 lower-case letters and digits, beginning with a letter."
  }

  validation {
    condition     = var.private_google == null || var.private_network != null
    error_message = "private_google needs private_network: without an Azure network nobody would resolve the private names."
  }
}
