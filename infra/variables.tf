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

# Google

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

# What the policy file needs. `policy.auto.tfvars.json` beside this file sets these four; it is
# derived from the policy file and not edited by hand.

variable "policy_service_accounts" {
  description = "Addresses of the service accounts that policy rules name with `as`."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for a in var.policy_service_accounts : can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z][a-z0-9-]{4,28}[a-z0-9]\\.iam\\.gserviceaccount\\.com$", a))])
    error_message = "policy_service_accounts must be whole addresses, NAME@PROJECT.iam.gserviceaccount.com: correct `as` in the policy file (${join(", ", [for a in var.policy_service_accounts : a if !can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z][a-z0-9-]{4,28}[a-z0-9]\\.iam\\.gserviceaccount\\.com$", a))])})."
  }

  validation {
    condition     = length(distinct(var.policy_service_accounts)) == length(var.policy_service_accounts)
    error_message = "policy_service_accounts names an account twice: remove the duplicate."
  }

  validation {
    condition     = alltrue([for a in var.policy_service_accounts : endswith(a, "@${var.google_project_id}.iam.gserviceaccount.com") || contains(var.existing_service_accounts, a)])
    error_message = "The policy names a service account that this deployment does not know: accounts of project ${var.google_project_id} are created; add one of another project to existing_service_accounts, or correct `as` in the policy file."
  }

  validation {
    condition     = length(setsubtract(var.existing_service_accounts, var.policy_service_accounts)) == 0
    error_message = "existing_service_accounts may hold only addresses that policy_service_accounts holds too: no policy rule uses ${join(", ", setsubtract(var.existing_service_accounts, var.policy_service_accounts))}."
  }
}

variable "existing_service_accounts" {
  description = "Addresses out of policy_service_accounts that exist already and are only bound, not created (accounts of other projects, above all)."
  type        = list(string)
  default     = []
}

variable "policy_permissions" {
  description = "Google permissions by service account address, or `default` for all others: those of the action rows that the policy uses."
  type        = map(list(string))
  default     = { default = ["aiplatform.endpoints.predict"] }

  validation {
    condition     = contains(keys(var.policy_permissions), "default")
    error_message = "policy_permissions must have the key default: the permissions of accounts that have no key of their own."
  }

  validation {
    condition     = alltrue([for p in flatten(values(var.policy_permissions)) : can(regex("^(aiplatform\\.[a-zA-Z]+\\.[a-zA-Z]+|storage\\.(buckets|objects)\\.(get|list|create)|iam\\.serviceAccounts\\.actAs)$", p))])
    error_message = "policy_permissions may hold single permissions of Vertex AI (aiplatform.RESOURCE.VERB), reading and creating in Cloud Storage, and iam.serviceAccounts.actAs: no role names, no wildcards."
  }

  validation {
    condition     = alltrue([for k in keys(var.policy_permissions) : k == "default" || contains(var.policy_service_accounts, k)])
    error_message = "policy_permissions has a key that is neither default nor one of policy_service_accounts."
  }

  validation {
    condition     = length(distinct([for k in keys(var.policy_permissions) : split("@", k)[0]])) == length(var.policy_permissions)
    error_message = "policy_permissions has two accounts with the same name before the @: their custom roles would have one name. Rename one, or let both use default."
  }
}

variable "policy_locations" {
  description = "Google locations that the policy lets calls go to."
  type        = list(string)
  default     = ["europe-west4"]

  validation {
    condition     = length(var.policy_locations) > 0 && alltrue([for l in var.policy_locations : can(regex("^(global|us|eu|[a-z]+-[a-z]+[0-9]{1,2})$", l))])
    error_message = "policy_locations must be Google locations: a region such as europe-west4, or global, us, eu. Patterns such as europe-* are resolved before they come here."
  }
}

variable "policy_app_roles" {
  description = "Roles that the policy's caller conditions name, beside Bridge.Invoke and Bridge.Operate."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for r in var.policy_app_roles : can(regex("^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$", r))])
    error_message = "policy_app_roles must be names of letters, digits, dots, dashes and underscores, at most 120 characters."
  }

  validation {
    condition     = length(distinct([for r in var.policy_app_roles : lower(r)])) == length(var.policy_app_roles)
    error_message = "policy_app_roles names a role twice: remove the duplicate."
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
    condition     = alltrue([for k in keys(var.extra_app_settings) : can(regex("^BRIDGE_(MAX_BODY|HOP_TIMEOUT|STS_ENDPOINT|IAM_ENDPOINT|VERTEX_ENDPOINT|VERTEX_GRPC_ENDPOINT|ENTRA_ENDPOINT)$", k))])
    error_message = "extra_app_settings may hold BRIDGE_MAX_BODY, BRIDGE_HOP_TIMEOUT and the BRIDGE_*_ENDPOINT settings; all others are made from the other variables."
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
