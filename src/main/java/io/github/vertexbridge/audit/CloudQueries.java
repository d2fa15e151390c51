package io.github.vertexbridge.audit;

import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.ProjectId;
import java.time.Instant;
import java.util.Optional;

/** What to ask the logs of both clouds for one call. */
public final class CloudQueries {
  private CloudQueries() {}

  /**
   * A filter of Google Cloud Logging.
   *
   * <p>The front end appends to the user agent, so it is looked for by substring; by gRPC the id is
   * the request's reason, and Vertex jobs carry it in their {@code displayName}. Calls are in the
   * data access log, creates and cancels of jobs in the activity log, some of them twice (first and
   * last entry of an operation).
   *
   * @param traces what the call's lines name, if they were read: see {@link GoogleTraces}
   * @param from the call's beginning, if known
   */
  public static String google(
      ProjectId project, CorrelationId id, GoogleTraces traces, Optional<Instant> from) {
    String logs = "projects/" + project + "/logs/cloudaudit.googleapis.com%2F";
    String filter =
        """
        (logName="%1$sdata_access" OR logName="%1$sactivity")
        protoPayload.serviceName="aiplatform.googleapis.com"
        (protoPayload.requestMetadata.callerSuppliedUserAgent:"corr=%2$s"
          OR protoPayload.requestMetadata.requestAttributes.reason="%2$s"
          OR "vb-%2$s"%3$s)
        """
            .formatted(logs, id, alternatives(traces));
    return from.map(
            time ->
                filter
                    + "timestamp>=\"%s\"%ntimestamp<=\"%s\"%n"
                        .formatted(time.minusSeconds(60), time.plusSeconds(3600)))
        .orElse(filter);
  }

  private static String alternatives(GoogleTraces traces) {
    StringBuilder more = new StringBuilder();
    traces.displayNames().forEach(name -> more.append("%n  OR \"%s\"".formatted(name)));
    traces
        .resources()
        .forEach(name -> more.append("%n  OR protoPayload.resourceName=~\"/%s$\"".formatted(name)));
    return more.toString();
  }

  /** A query of Application Insights, in the Kusto language. */
  public static String kusto(CorrelationId id) {
    return """
    let operations = union requests, dependencies, customEvents, traces
      | where tostring(customDimensions["bridge.correlation_id"]) == "%1$s"
      | where isnotempty(operation_Id)
      | distinct operation_Id;
    union requests, dependencies, customEvents, traces, exceptions
    | where operation_Id in (operations)
        or tostring(customDimensions["bridge.correlation_id"]) == "%1$s"
    | project timestamp, itemType, name, target, resultCode, duration, message, operation_Id, customDimensions
    | order by timestamp asc
    """
        .formatted(id);
  }
}
