locals {
  # Audit logs keep the User-Agent, which carries the correlation id of each call.
  from_bridge = "protoPayload.serviceName=\"aiplatform.googleapis.com\" AND protoPayload.requestMetadata.callerSuppliedUserAgent:\"vertexbridge/\""

  log_metrics = {
    requests = {
      description = "Calls of the bridge to Vertex AI."
      filter      = local.from_bridge
    }
    refusals = {
      description = "Calls of the bridge that Vertex AI refused or failed."
      filter      = "${local.from_bridge} AND severity>=ERROR"
    }
    exchanges = {
      description = "Token exchanges through the pool."
      filter      = "protoPayload.serviceName=\"sts.googleapis.com\" AND protoPayload.metadata.mapped_principal:\"workloadIdentityPools/${var.pool_id}/\""
    }
    mints = {
      description = "Access tokens made for the service accounts."
      filter      = "protoPayload.serviceName=\"iamcredentials.googleapis.com\" AND protoPayload.methodName:\"GenerateAccessToken\" AND protoPayload.authenticationInfo.principalSubject:\"workloadIdentityPools/${var.pool_id}/\""
    }
  }

  charts = concat(
    [
      for key, metric in local.log_metrics : {
        title = metric.description
        query = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.this[key].name}\" resource.type=\"audited_resource\""
        align = "ALIGN_RATE"
        cross = "REDUCE_SUM"
        group = ["metric.label.method"]
      }
    ],
    [
      {
        title = "Model latency, 95th percentile, by model"
        query = "metric.type=\"aiplatform.googleapis.com/publisher/online_serving/model_invocation_latencies\" resource.type=\"aiplatform.googleapis.com/PublisherModel\""
        align = "ALIGN_DELTA"
        cross = "REDUCE_PERCENTILE_95"
        group = ["resource.label.model_user_id"]
      },
      {
        title = "Endpoint latency, 95th percentile"
        query = "metric.type=\"aiplatform.googleapis.com/prediction/online/prediction_latencies\" resource.type=\"aiplatform.googleapis.com/Endpoint\""
        align = "ALIGN_DELTA"
        cross = "REDUCE_PERCENTILE_95"
        group = ["resource.label.endpoint_id"]
      },
    ],
  )
}

resource "google_logging_metric" "this" {
  for_each = local.log_metrics

  project     = var.project_id
  name        = "vertex_bridge/${each.key}"
  description = each.value.description
  filter      = each.value.filter

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    unit        = "1"

    labels {
      key        = "method"
      value_type = "STRING"
    }
  }

  label_extractors = {
    method = "EXTRACT(protoPayload.methodName)"
  }

  depends_on = [google_project_service.this]
}

resource "google_monitoring_dashboard" "this" {
  project = var.project_id

  dashboard_json = jsonencode({
    displayName = "Vertex Bridge"
    gridLayout = {
      columns = 2
      widgets = [
        for chart in local.charts : {
          title = chart.title
          xyChart = {
            dataSets = [{
              plotType = "LINE"
              timeSeriesQuery = {
                timeSeriesFilter = {
                  filter = chart.query
                  aggregation = {
                    alignmentPeriod    = "300s"
                    perSeriesAligner   = chart.align
                    crossSeriesReducer = chart.cross
                    groupByFields      = chart.group
                  }
                }
              }
            }]
          }
        }
      ]
    }
  })
}
