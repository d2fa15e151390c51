locals {
  group    = var.create_resource_group ? azurerm_resource_group.this[0].name : data.azurerm_resource_group.existing[0].name
  plan_id  = var.existing_plan == null ? azurerm_service_plan.new[0].id : data.azurerm_service_plan.existing[0].id
  location = var.existing_plan == null ? lower(replace(coalesce(var.location, "-"), " ", "")) : lower(replace(data.azurerm_service_plan.existing[0].location, " ", ""))
}

resource "azurerm_resource_group" "this" {
  count    = var.create_resource_group ? 1 : 0
  name     = var.resource_group_name
  location = local.location
  tags     = var.tags
}

data "azurerm_resource_group" "existing" {
  count = var.create_resource_group ? 0 : 1
  name  = var.resource_group_name
}

data "azurerm_service_plan" "existing" {
  count               = var.existing_plan == null ? 0 : 1
  name                = var.existing_plan.name
  resource_group_name = var.existing_plan.resource_group_name

  lifecycle {
    postcondition {
      condition     = self.os_type == "Linux"
      error_message = "App Service plan ${self.name} is a ${self.os_type} plan: Java functions need a Linux plan here. Name a Linux plan in existing_plan, or set existing_plan = null and new_plan_sku."
    }
    postcondition {
      condition     = !contains(["Y1", "FC1"], self.sku_name) && !startswith(self.sku_name, "EP") && !contains(["F1", "D1"], self.sku_name)
      error_message = "App Service plan ${self.name} has SKU ${self.sku_name}: a Dedicated plan (B, S or P series) is needed, because the app must be always on. Name another in existing_plan."
    }
    postcondition {
      condition     = var.location == null || lower(replace(self.location, " ", "")) == var.location
      error_message = "App Service plan ${self.name} is in ${self.location}, but location says ${coalesce(var.location, "nothing")}: an app must be in its plan's region. Remove location, or name a plan in that region."
    }
  }
}

resource "azurerm_service_plan" "new" {
  count               = var.existing_plan == null ? 1 : 0
  name                = "${var.name}-plan"
  resource_group_name = local.group
  location            = local.location
  os_type             = "Linux"
  sku_name            = var.new_plan_sku
  tags                = var.tags
}

# The one identity: of app and slot, towards storage, telemetry and Google.
resource "azurerm_user_assigned_identity" "this" {
  name                = "${var.name}-identity"
  resource_group_name = local.group
  location            = local.location
  tags                = var.tags
}
