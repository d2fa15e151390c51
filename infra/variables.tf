# Who and where

variable "name" {
  description = "Name of the deployment; the function app and everything beside it carry it. Unique in Azure, because it is the app's host name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,22}[a-z0-9]$", var.name)) && !strcontains(var.name, "--")
    error_message = "name must be 4 to 24 characters: lower-case letters, digits and single dashes, beginning with a letter, not ending with a dash. Example: vertex-bridge-prod."
  }
}

variable "tenant_id" {
  description = "Id (a GUID) of the Entra tenant of the identity and of all callers."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.tenant_id))
    error_message = "tenant_id must be the tenant's GUID in lower case, not its domain name: az account show --query tenantId -o tsv."
  }
}

variable "azure_subscription_id" {
  description = "Id (a GUID) of the subscription; null: ARM_SUBSCRIPTION_ID."
  type        = string
  default     = null

  validation {
    condition     = var.azure_subscription_id == null || can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.azure_subscription_id))
    error_message = "azure_subscription_id must be the subscription's GUID in lower case: az account show --query id -o tsv."
  }
}

variable "resource_group_name" {
  description = "Resource group for everything in Azure."
  type        = string

  validation {
    condition     = can(regex("^[-\\w._()]{1,89}[-\\w_()]$", var.resource_group_name))
    error_message = "resource_group_name must be a resource group's name, not its resource id."
  }
}

variable "create_resource_group" {
  description = "Create the resource group (then location is needed) instead of using one that exists."
  type        = bool
  default     = false
}

variable "location" {
  description = "Azure region, for example westeurope; null: the region of the App Service plan that is used, which the app must be in anyway."
  type        = string
  default     = null

  validation {
    condition     = var.location == null || can(regex("^[a-z]+[a-z0-9]*$", var.location))
    error_message = "location must be the region's short name, such as westeurope: az account list-locations --query [].name."
  }

  validation {
    condition     = var.location != null || var.existing_plan != null
    error_message = "location must be set when a plan is created: there is no plan to take the region from."
  }
}

variable "tags" {
  description = "Tags on everything in Azure."
  type        = map(string)
  default     = {}
}

# The App Service plan

variable "existing_plan" {
  description = "The Linux Dedicated plan to use. Null: one is created (see new_plan_sku)."
  type = object({
    name                = string
    resource_group_name = string
  })
  default = null
}

variable "new_plan_sku" {
  description = "SKU of the plan to create when existing_plan is null, for example P0v3."
  type        = string
  default     = null

  validation {
    condition     = var.new_plan_sku == null || can(regex("^(B[123]|S[123]|P[0-5]m?v[234]|P[123]v2)$", var.new_plan_sku))
    error_message = "new_plan_sku must be a Dedicated SKU (B1 to B3, S1 to S3, P0v3 and larger): Consumption (Y1), Flex (FC1) and Elastic Premium (EP1) are not supported."
  }

  validation {
    condition     = (var.new_plan_sku == null) != (var.existing_plan == null)
    error_message = "Give either existing_plan (the plan that you have) or new_plan_sku (create one), not both and not neither."
  }
}

# Callers

variable "callers" {
  description = "Who gets which role: object ids of service principals (managed identities, applications), users or groups, by a name of your choice."
  type = map(object({
    object_id = string
    roles     = optional(list(string), ["Bridge.Invoke"])
  }))
  default = {}

  validation {
    condition     = alltrue([for c in values(var.callers) : can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", c.object_id))])
    error_message = "callers: object_id must be a GUID in lower case, the object id of the service principal, not the application's client id: az ad sp show --id CLIENT_ID --query id."
  }

  validation {
    condition     = length(distinct([for c in values(var.callers) : c.object_id])) == length(var.callers)
    error_message = "callers names an object id twice: join the two entries, with both roles."
  }

  validation {
    condition     = alltrue([for r in flatten([for c in values(var.callers) : c.roles]) : contains(concat(["Bridge.Invoke", "Bridge.Operate"], var.policy_app_roles), r)])
    error_message = "callers: a role is neither Bridge.Invoke, Bridge.Operate nor one of policy_app_roles."
  }
}

variable "audit_reader_object_ids" {
  description = "Object ids of groups or users who may read the audit lines, by a name of your choice."
  type        = map(string)
  default     = {}
}

# Behaviour

variable "policy_url" {
  description = "Where the app reads its policy: classpath:policy.json, an absolute path, or an https blob URL that its identity may read."
  type        = string
  default     = "classpath:policy.json"

  validation {
    condition     = can(regex("^(classpath:|/|https://)", var.policy_url))
    error_message = "policy_url must begin with classpath:, / or https://."
  }
}

variable "audit" {
  description = "required: no audit line, no call. best-effort: losses are counted."
  type        = string
  default     = "required"

  validation {
    condition     = contains(["required", "best-effort"], var.audit)
    error_message = "audit must be required or best-effort."
  }
}

variable "storage_replication" {
  description = "Copies of the storage account's data: ZRS (three zones) where the region has zones, else LRS; GRS or GZRS for a second region."
  type        = string
  default     = "ZRS"

  validation {
    condition     = contains(["LRS", "ZRS", "GRS", "GZRS"], var.storage_replication)
    error_message = "storage_replication must be LRS, ZRS, GRS or GZRS."
  }
}

variable "audit_retention_days" {
  description = "Days after which audit lines are deleted."
  type        = number
  default     = 400

  validation {
    condition     = var.audit_retention_days > var.audit_immutability_days
    error_message = "audit_retention_days must be larger than audit_immutability_days: lines cannot be deleted before their protection ends."
  }
}

variable "audit_immutability_days" {
  description = "Days in which nobody, owners included, can change or delete an audit line."
  type        = number
  default     = 90

  validation {
    condition     = var.audit_immutability_days >= 1 && var.audit_immutability_days <= 146000
    error_message = "audit_immutability_days must be from 1 to 146000."
  }
}

variable "audit_immutability_locked" {
  description = "Lock that protection. It cannot be unlocked or shortened again, and the storage account cannot be deleted while it holds lines."
  type        = bool
  default     = false
}

variable "extra_app_settings" {
  description = "More app settings, for example BRIDGE_MAX_BODY, BRIDGE_HOP_TIMEOUT, BRIDGE_VERTEX_ENDPOINT."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for k in keys(var.extra_app_settings) : can(regex("^BRIDGE_(TELEMETRY_DEPENDENCIES|LOG_LEVEL|LOG_FORMAT|LOG_BODIES_UNTIL|MAX_BODY|HOP_TIMEOUT|POLICY_RELOAD|JOBS_ATTEMPTS|JOBS_LEASE|JOBS_RETENTION|STS_ENDPOINT|IAM_ENDPOINT|VERTEX_ENDPOINT|VERTEX_GRPC_ENDPOINT|VERTEX_PRIVATE_ENDPOINTS|ENTRA_ENDPOINT)$", k))])
    error_message = "extra_app_settings may hold BRIDGE_MAX_BODY, BRIDGE_HOP_TIMEOUT, BRIDGE_POLICY_RELOAD, BRIDGE_JOBS_ATTEMPTS, BRIDGE_JOBS_LEASE, BRIDGE_JOBS_RETENTION, BRIDGE_LOG_LEVEL, BRIDGE_LOG_FORMAT, BRIDGE_LOG_BODIES_UNTIL, BRIDGE_TELEMETRY_DEPENDENCIES, BRIDGE_VERTEX_PRIVATE_ENDPOINTS and the BRIDGE_*_ENDPOINT settings; all others are made from the other variables."
  }
}

variable "private_network" {
  description = "Put the app into a virtual network and the storage account behind private endpoints. Null: public addresses, with identity as the guard."
  type = object({
    address_space   = optional(string, "10.40.0.0/24")
    app_subnet      = optional(string, "10.40.0.0/26")
    endpoint_subnet = optional(string, "10.40.0.64/26")
    nat_gateway     = optional(bool, true)
  })
  default = null

  validation {
    condition     = var.private_network == null || can([for c in [var.private_network.address_space, var.private_network.app_subnet, var.private_network.endpoint_subnet] : cidrnetmask(c)])
    error_message = "private_network: address_space, app_subnet and endpoint_subnet must be IPv4 ranges such as 10.40.0.0/26."
  }
}

variable "alert_emails" {
  description = "Addresses that alerts go to; none: alerts are shown in the portal only."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for e in var.alert_emails : can(regex("^[^@\\s]+@[^@\\s]+$", e))])
    error_message = "alert_emails must be e-mail addresses."
  }
}

variable "alert_p95_ms" {
  description = "Milliseconds above which the 95th percentile of all calls raises an alert."
  type        = number
  default     = 30000
}

variable "azd_environment" {
  description = "Name of the azd environment, if azd runs this."
  type        = string
  default     = null
}
