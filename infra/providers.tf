terraform {
  required_version = ">= 1.9"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.73"
    }
    azuread = {
      source  = "hashicorp/azuread"
      version = "~> 3.7"
    }
    google = {
      source  = "hashicorp/google"
      version = ">= 6.50, < 8.0"
    }
  }
}

provider "azurerm" {
  # Without a subscription here the provider reads ARM_SUBSCRIPTION_ID.
  subscription_id = var.azure_subscription_id
  tenant_id       = var.tenant_id

  # The storage account refuses keys, so whatever needs its data plane must come with a token.
  storage_use_azuread = true

  features {
    resource_group {
      prevent_deletion_if_contains_resources = true
    }
  }
}

provider "azuread" {
  tenant_id = var.tenant_id
}

provider "google" {
  project = var.google_project_id
}
