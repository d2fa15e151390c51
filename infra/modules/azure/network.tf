locals {
  network_count = var.private_network == null ? 0 : 1
  nat_count     = try(var.private_network.nat_gateway, false) ? 1 : 0
  services      = var.private_network == null ? toset([]) : toset(["blob", "queue", "table"])
}

resource "azurerm_virtual_network" "this" {
  count               = local.network_count
  name                = "${var.name}-network"
  resource_group_name = local.group
  location            = local.location
  address_space       = [var.private_network.address_space]
  tags                = var.tags
}

resource "azurerm_subnet" "app" {
  count                = local.network_count
  name                 = "app"
  resource_group_name  = local.group
  virtual_network_name = azurerm_virtual_network.this[0].name
  address_prefixes     = [var.private_network.app_subnet]

  delegation {
    name = "app-service"
    service_delegation {
      name    = "Microsoft.Web/serverFarms"
      actions = ["Microsoft.Network/virtualNetworks/subnets/action"]
    }
  }
}

resource "azurerm_subnet" "endpoints" {
  count                           = local.network_count
  name                            = "endpoints"
  resource_group_name             = local.group
  virtual_network_name            = azurerm_virtual_network.this[0].name
  address_prefixes                = [var.private_network.endpoint_subnet]
  default_outbound_access_enabled = false
}

resource "azurerm_private_endpoint" "storage" {
  for_each            = local.services
  name                = "${var.name}-${each.value}"
  resource_group_name = local.group
  location            = local.location
  subnet_id           = azurerm_subnet.endpoints[0].id
  tags                = var.tags

  private_service_connection {
    name                           = each.value
    private_connection_resource_id = azurerm_storage_account.this.id
    subresource_names              = [each.value]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = each.value
    private_dns_zone_ids = [azurerm_private_dns_zone.storage[each.value].id]
  }
}

resource "azurerm_private_dns_zone" "storage" {
  for_each            = local.services
  name                = "privatelink.${each.value}.core.windows.net"
  resource_group_name = local.group
  tags                = var.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "storage" {
  for_each              = local.services
  name                  = "${var.name}-${each.value}"
  resource_group_name   = local.group
  private_dns_zone_name = azurerm_private_dns_zone.storage[each.value].name
  virtual_network_id    = azurerm_virtual_network.this[0].id
}

# One outbound address, and more outbound ports than the 128 that an instance has without it.
resource "azurerm_public_ip" "nat" {
  count               = local.nat_count
  name                = "${var.name}-outbound"
  resource_group_name = local.group
  location            = local.location
  allocation_method   = "Static"
  sku                 = "Standard"
  tags                = var.tags
}

resource "azurerm_nat_gateway" "this" {
  count               = local.nat_count
  name                = "${var.name}-nat"
  resource_group_name = local.group
  location            = local.location
  sku_name            = "Standard"
  tags                = var.tags
}

resource "azurerm_nat_gateway_public_ip_association" "this" {
  count                = local.nat_count
  nat_gateway_id       = azurerm_nat_gateway.this[0].id
  public_ip_address_id = azurerm_public_ip.nat[0].id
}

resource "azurerm_subnet_nat_gateway_association" "app" {
  count          = local.nat_count
  subnet_id      = azurerm_subnet.app[0].id
  nat_gateway_id = azurerm_nat_gateway.this[0].id
}

# Google's usual host names, at the address of the Private Service Connect endpoint: the certificate
# fits and no setting of the app changes.
resource "azurerm_private_dns_zone" "google" {
  count               = length(var.google_hosts) > 0 ? local.network_count : 0
  name                = "googleapis.com"
  resource_group_name = local.group
  tags                = var.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "google" {
  count                 = length(var.google_hosts) > 0 ? local.network_count : 0
  name                  = "${var.name}-google"
  resource_group_name   = local.group
  private_dns_zone_name = azurerm_private_dns_zone.google[0].name
  virtual_network_id    = azurerm_virtual_network.this[0].id
}

resource "azurerm_private_dns_a_record" "google" {
  for_each            = var.private_network == null ? {} : var.google_hosts
  name                = each.key
  resource_group_name = local.group
  zone_name           = azurerm_private_dns_zone.google[0].name
  ttl                 = 300
  records             = [each.value]
}
