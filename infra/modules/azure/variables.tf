# Descriptions and checks of what a person enters are in the root's variables.tf.

terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
    azuread = { source = "hashicorp/azuread" }
  }
}

variable "name" {
  type = string
}

variable "names" {
  description = "The one list of names (names.json)."
  type = object({
    queues         = list(string)
    tables         = list(string)
    auditContainer = string
    jobContainer   = string
    queueFunctions = list(string)
    healthPaths    = list(string)
    appRoles       = map(string)
    metrics        = map(string)
  })
}

variable "tenant_id" {
  type = string
}

variable "resource_group_name" {
  type = string
}

variable "create_resource_group" {
  type = bool
}

variable "location" {
  type    = string
  default = null
}

variable "tags" {
  type = map(string)
}

variable "existing_plan" {
  type = object({
    name                = string
    resource_group_name = string
  })
  default = null
}

variable "new_plan_sku" {
  type    = string
  default = null
}

variable "java_version" {
  description = "Java on the app. The one place in this configuration; the same as maven.compiler.release, which a check compares."
  type        = string
  default     = "17"
}

variable "app_roles" {
  description = "Roles of the API application that callers can have."
  type        = list(string)
}

variable "callers" {
  type = map(object({
    object_id = string
    roles     = list(string)
  }))
}

variable "audit_reader_object_ids" {
  type = map(string)
}

variable "storage_replication" {
  type = string
}

variable "audit_retention_days" {
  type = number
}

variable "audit_immutability_days" {
  type = number
}

variable "audit_immutability_locked" {
  type = bool
}

variable "private_network" {
  type = object({
    address_space   = string
    app_subnet      = string
    endpoint_subnet = string
    nat_gateway     = bool
  })
  default = null
}

variable "google_hosts" {
  description = "Hosts of Google, without .googleapis.com, that resolve to a private address in the network."
  type        = map(string)
}

variable "alert_emails" {
  type = list(string)
}

variable "alert_p95_ms" {
  type = number
}

variable "bridge_settings" {
  description = "The app settings that do not come from Azure."
  type        = map(string)
}
