# Descriptions and checks of what a person enters are in the root's variables.tf.

terraform {
  required_providers {
    google = { source = "hashicorp/google" }
  }
}

variable "project_id" {
  type = string
}

variable "project_number" {
  type    = string
  default = null
}

variable "pool_id" {
  type = string
}

variable "provider_id" {
  type = string
}

variable "enabled" {
  type = bool
}

variable "tenant_id" {
  type = string
}

variable "issuer_trailing_slash" {
  type = bool
}

variable "subject" {
  description = "Object id of the managed identity: the `sub` of its tokens."
  type        = string
}

variable "audiences" {
  description = "The `aud` values that the provider accepts."
  type        = list(string)
}

variable "access" {
  type = string
}

variable "default_service_account_id" {
  type = string
}

variable "service_accounts" {
  type = list(string)
}

variable "existing_service_accounts" {
  type = list(string)
}

variable "job_accounts" {
  type    = map(list(string))
  default = {}
}

variable "permissions" {
  type = map(list(string))
}

variable "locations" {
  type = list(string)
}

variable "audit_data_access" {
  type = bool
}

variable "private" {
  type = object({
    network       = string
    address       = string
    endpoint_name = string
  })
  default = null
}
