locals {
  m     = var.names.metrics
  hops  = jsonencode([local.m.subjectTokens, local.m.exchanges, local.m.mints])
  calls = "customEvents | where name == '${local.m.call}' | extend ms = todouble(customMeasurements['${local.m.duration}'])"

  alerts = {
    token-refresh = {
      description = "A hop of the identity chain failed in each of three checks. Calls go on until the current tokens end: run the doctor now."
      severity    = 1
      query       = "customMetrics | where name in (${trim(local.hops, "[]")}) and customDimensions.outcome == 'failed' | summarize failures = sum(valueSum) by bin(timestamp, 5m)"
      column      = "failures"
      threshold   = 0
      periods     = 3
    }
    audit-writes = {
      description = "Audit lines could not be written. With BRIDGE_AUDIT=required calls are refused."
      severity    = 1
      query       = "customMetrics | where name == '${local.m.auditFailures}' | summarize failures = sum(valueSum) by bin(timestamp, 5m)"
      column      = "failures"
      threshold   = 0
      periods     = 1
    }
    poison = {
      description = "Queue messages were set aside. See the runbook restore-from-poison."
      severity    = 2
      query       = "union (customMetrics | where name == '${local.m.poisoned}' | project timestamp, n = valueSum), (traces | where message has 'MaxDequeueCount' and message has '-poison' | project timestamp, n = 1.0) | summarize messages = sum(n) by bin(timestamp, 5m)"
      column      = "messages"
      threshold   = 0
      periods     = 1
    }
    p95 = {
      description = "The 95th percentile of all calls is above ${var.alert_p95_ms} ms."
      severity    = 3
      query       = "${local.calls} | summarize p95 = percentile(ms, 95) by bin(timestamp, 5m)"
      column      = "p95"
      threshold   = var.alert_p95_ms
      periods     = 3
    }
  }

  charts = [
    ["Calls by outcome", "customMetrics | where name == '${local.m.calls}' | summarize calls = sum(valueSum) by bin(timestamp, 5m), tostring(customDimensions.outcome) | render timechart"],
    ["Latency (ms): median, 95th, 99th percentile", "${local.calls} | summarize percentiles(ms, 50, 95, 99) by bin(timestamp, 5m) | render timechart"],
    ["Identity hops", "customMetrics | where name in (${trim(local.hops, "[]")}) | summarize n = sum(valueSum) by bin(timestamp, 5m), strcat(name, ' ', customDimensions.outcome) | render timechart"],
    ["Jobs by what happened", "customMetrics | where name == '${local.m.jobs}' | summarize n = sum(valueSum) by bin(timestamp, 5m), tostring(customDimensions.event) | render timechart"],
    ["Queue: waiting, running, in poison", "customMetrics | where name in ('${local.m.queueWaiting}', '${local.m.jobsRunning}', '${local.m.queuePoison}') | summarize n = max(valueMax) by bin(timestamp, 5m), name | render timechart"],
    ["Queue: age of the oldest message (s)", "customMetrics | where name == '${local.m.queueOldest}' | summarize seconds = max(valueMax) by bin(timestamp, 5m) | render timechart"],
    ["Calls by rule and caller", "customEvents | where name == '${local.m.call}' | summarize calls = count() by tostring(customDimensions['bridge.rule']), tostring(customDimensions['bridge.caller']) | order by calls desc"],
    ["Failures by hop", "customEvents | where name == '${local.m.call}' and customDimensions['bridge.outcome'] != 'ok' | summarize calls = count() by tostring(customDimensions['bridge.hop']), tostring(customDimensions['bridge.outcome']) | order by calls desc"],
  ]
}

resource "azurerm_log_analytics_workspace" "this" {
  name                         = "${var.name}-logs"
  resource_group_name          = local.group
  location                     = local.location
  sku                          = "PerGB2018"
  retention_in_days            = 30
  local_authentication_enabled = false
  tags                         = var.tags
}

resource "azurerm_application_insights" "this" {
  name                          = "${var.name}-insights"
  resource_group_name           = local.group
  location                      = local.location
  workspace_id                  = azurerm_log_analytics_workspace.this.id
  application_type              = "java"
  local_authentication_disabled = true
  tags                          = var.tags
}

resource "azurerm_role_assignment" "telemetry" {
  scope                = azurerm_application_insights.this.id
  role_definition_name = "Monitoring Metrics Publisher"
  principal_id         = azurerm_user_assigned_identity.this.principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_monitor_action_group" "this" {
  count               = length(var.alert_emails) > 0 ? 1 : 0
  name                = "${var.name}-alerts"
  resource_group_name = local.group
  short_name          = "vertexbridge"
  tags                = var.tags

  dynamic "email_receiver" {
    for_each = toset(var.alert_emails)
    content {
      name          = email_receiver.value
      email_address = email_receiver.value
    }
  }
}

resource "azurerm_monitor_scheduled_query_rules_alert_v2" "this" {
  for_each = local.alerts

  name                  = "${var.name}-${each.key}"
  display_name          = "${var.name}: ${each.key}"
  description           = each.value.description
  resource_group_name   = local.group
  location              = local.location
  scopes                = [azurerm_application_insights.this.id]
  severity              = each.value.severity
  evaluation_frequency  = "PT5M"
  window_duration       = "PT5M"
  skip_query_validation = true # the tables are there only after the first telemetry
  tags                  = var.tags

  criteria {
    query                   = each.value.query
    metric_measure_column   = each.value.column
    time_aggregation_method = "Maximum"
    operator                = "GreaterThan"
    threshold               = each.value.threshold

    failing_periods {
      number_of_evaluation_periods             = each.value.periods
      minimum_failing_periods_to_trigger_alert = each.value.periods
    }
  }

  action {
    action_groups = azurerm_monitor_action_group.this[*].id
  }
}

resource "azurerm_application_insights_workbook" "this" {
  name                = uuidv5("url", "vertexbridge:${var.name}/workbook")
  display_name        = "Vertex Bridge: ${var.name}"
  resource_group_name = local.group
  location            = local.location
  source_id           = lower(azurerm_application_insights.this.id)
  tags                = var.tags

  data_json = jsonencode({
    version = "Notebook/1.0"
    items = [
      for chart in local.charts : {
        type = 3
        name = chart[0]
        content = {
          version      = "KqlItem/1.0"
          title        = chart[0]
          query        = chart[1]
          size         = 0
          queryType    = 0
          resourceType = "microsoft.insights/components"
          timeContext  = { durationMs = 86400000 }
        }
      }
    ]
  })
}
