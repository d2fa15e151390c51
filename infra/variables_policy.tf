# What the policy file needs. `policy.auto.tfvars.json` beside this file sets these five; it is
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

variable "policy_job_accounts" {
  description = "Addresses of the service accounts that jobs run as (`jobs.serviceAccount`), each with the accounts, or `default`, that start such jobs. They exist already, unless a rule has them in `as` too."
  type        = map(list(string))
  default     = {}

  validation {
    condition     = alltrue([for a in keys(var.policy_job_accounts) : can(regex("^[a-z0-9-]{1,63}@[a-z0-9.-]+\\.gserviceaccount\\.com$", a))])
    error_message = "policy_job_accounts must have whole addresses, NAME@PROJECT.iam.gserviceaccount.com, as keys: correct `jobs.serviceAccount` in the policy file."
  }

  validation {
    condition     = alltrue([for s in flatten(values(var.policy_job_accounts)) : s == "default" || contains(var.policy_service_accounts, s)])
    error_message = "policy_job_accounts lets somebody start jobs who is neither default nor one of policy_service_accounts."
  }
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
