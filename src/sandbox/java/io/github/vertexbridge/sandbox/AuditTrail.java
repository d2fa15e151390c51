package io.github.vertexbridge.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.github.vertexbridge.sandbox.WorldState.Project;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Writes Cloud Audit Logs: entries as Cloud Logging gives them, with a {@code
 * google.cloud.audit.AuditLog} in each. Data Access is on for everything here. Thread safe.
 */
final class AuditTrail {
  private static final String TYPE = "type.googleapis.com/";
  private static final String STS = "sts.googleapis.com";
  private static final String IAM = "iamcredentials.googleapis.com";

  private final World world;
  private final GoogleLog log;
  private final InstantSource clock;
  private final AtomicLong number = new AtomicLong();

  AuditTrail(World world, GoogleLog log, InstantSource clock) {
    this.world = world;
    this.log = log;
    this.clock = clock;
  }

  /**
   * A call to Vertex whose caller was known.
   *
   * @param named the project that it names, or ""
   * @param resource full name, or what of it the call has
   * @param request of jobs' methods, as the message in JSON
   * @param answer the same
   */
  record VertexCall(
      AuditedMethod method,
      String named,
      String resource,
      Optional<JsonObject> request,
      Optional<JsonObject> answer) {}

  /**
   * One entry, or two for a stream. Nothing for another project's resources: their entries are in
   * its log.
   */
  void vertex(
      VertexCall call,
      Principal principal,
      Function<String, Optional<String>> headers,
      Optional<GoogleRefusal> refusal) {
    Project project = world.state().project();
    if (!call.named().isEmpty()
        && !call.named().equals(project.id())
        && !call.named().equals(project.number())) {
      return;
    }
    JsonObject payload = payload(VertexGate.SERVICE, call.method().name(), call.resource());
    payload.add("authenticationInfo", authentication(principal));
    payload.add("authorizationInfo", authorization(call, refusal));
    payload.add("requestMetadata", metadata(headers));
    call.request().ifPresent(request -> payload.add("request", request));
    call.answer().ifPresent(answer -> payload.add("response", answer));
    refusal.ifPresent(why -> payload.add("status", status(why)));
    JsonObject resource = resource("audited_resource", project);
    JsonObject labels = resource.getAsJsonObject("labels");
    labels.addProperty("service", VertexGate.SERVICE);
    labels.addProperty("method", call.method().name());
    JsonObject entry = entry(call.method().isActivity(), payload, resource);
    if (refusal.isEmpty() && call.method().streams()) {
      String operation = UUID.randomUUID().toString();
      JsonObject last = entry.deepCopy();
      last.addProperty("insertId", insertId());
      last.addProperty("timestamp", clock.instant().toString());
      entry.add("operation", operation(operation, "first"));
      last.add("operation", operation(operation, "last"));
      log.add(entry);
      log.add(last);
    } else {
      log.add(entry);
    }
  }

  /**
   * A token exchange that succeeded.
   *
   * @param subject {@code sub} of the token that was exchanged
   * @param audience the provider's full resource name, {@code //iam.googleapis.com/…}
   */
  void exchange(String subject, String audience, Principal mapped, Request http) {
    JsonObject payload =
        payload(
            STS,
            "google.identity.sts.v1.SecurityTokenService.ExchangeToken",
            audience.replace("//iam.googleapis.com/", ""));
    JsonObject who = new JsonObject();
    who.addProperty("principalSubject", subject);
    payload.add("authenticationInfo", who);
    payload.add("requestMetadata", metadata(http::header));
    JsonObject request = typed("google.identity.sts.v1.ExchangeTokenRequest");
    request.addProperty("audience", audience);
    request.addProperty("grantType", "urn:ietf:params:oauth:grant-type:token-exchange");
    payload.add("request", request);
    JsonObject metadata = typed("google.identity.sts.v1.AuditData");
    metadata.addProperty("mapped_principal", mapped.name());
    payload.add("metadata", metadata);
    JsonObject resource = resource("audited_resource", world.state().project());
    resource.getAsJsonObject("labels").addProperty("service", STS);
    log.add(entry(false, payload, resource));
  }

  /** A service account's token that a known principal asked for, given or refused. */
  void impersonation(
      String account,
      String uniqueId,
      Principal principal,
      Request http,
      Optional<GoogleRefusal> refusal) {
    String name = "projects/-/serviceAccounts/" + (uniqueId.isEmpty() ? account : uniqueId);
    JsonObject payload = payload(IAM, "GenerateAccessToken", name);
    payload.add("authenticationInfo", authentication(principal));
    JsonObject right = new JsonObject();
    right.addProperty("resource", name);
    right.addProperty("permission", "iam.serviceAccounts.getAccessToken");
    right.addProperty("permissionType", "DATA_READ");
    if (!isDenied(refusal)) {
      right.addProperty("granted", true);
    }
    payload.add("authorizationInfo", array(right));
    payload.add("requestMetadata", metadata(http::header));
    JsonObject request = typed("google.iam.credentials.v1.GenerateAccessTokenRequest");
    request.addProperty("name", "projects/-/serviceAccounts/" + account);
    payload.add("request", request);
    refusal.ifPresent(why -> payload.add("status", status(why)));
    JsonObject resource = resource("service_account", world.state().project());
    resource.getAsJsonObject("labels").addProperty("email_id", account);
    resource.getAsJsonObject("labels").addProperty("unique_id", uniqueId);
    log.add(entry(false, payload, resource));
  }

  private JsonObject entry(boolean activity, JsonObject payload, JsonObject resource) {
    Instant now = clock.instant();
    JsonObject entry = new JsonObject();
    entry.add("protoPayload", payload);
    entry.addProperty("insertId", insertId());
    entry.add("resource", resource);
    entry.addProperty("timestamp", now.toString());
    entry.addProperty("severity", payload.has("status") ? "ERROR" : activity ? "NOTICE" : "INFO");
    entry.addProperty(
        "logName",
        "projects/"
            + world.state().project().id()
            + "/logs/cloudaudit.googleapis.com%2F"
            + (activity ? "activity" : "data_access"));
    entry.addProperty("receiveTimestamp", now.toString());
    return entry;
  }

  private String insertId() {
    return "sandbox" + number.incrementAndGet();
  }

  private static JsonObject payload(String service, String method, String resource) {
    JsonObject payload = typed("google.cloud.audit.AuditLog");
    payload.addProperty("serviceName", service);
    payload.addProperty("methodName", method);
    payload.addProperty("resourceName", resource);
    return payload;
  }

  /** Of a federated principal the subject only; of a service account who stands behind it too. */
  private static JsonObject authentication(Principal principal) {
    JsonObject who = new JsonObject();
    if (principal instanceof Principal.Account account) {
      who.addProperty("principalEmail", account.email());
      JsonObject behind = new JsonObject();
      behind.addProperty("principalSubject", account.mintedFor());
      who.add("serviceAccountDelegationInfo", array(behind));
    }
    who.addProperty("principalSubject", principal.name());
    return who;
  }

  /** As the message prints in JSON: what is not granted has no {@code granted}. */
  private static JsonArray authorization(VertexCall call, Optional<GoogleRefusal> refusal) {
    JsonObject right = new JsonObject();
    right.addProperty("resource", call.resource());
    right.addProperty(
        "permission",
        refusal.flatMap(AuditTrail::missing).orElseGet(() -> call.method().permission()));
    right.addProperty("permissionType", call.method().permissionType());
    if (!isDenied(refusal)) {
      right.addProperty("granted", true);
    }
    return array(right);
  }

  private static boolean isDenied(Optional<GoogleRefusal> refusal) {
    return refusal.filter(why -> why.httpStatus() == 403).isPresent();
  }

  private static Optional<String> missing(GoogleRefusal refusal) {
    try {
      for (Any detail : refusal.status().getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          return Optional.ofNullable(
              detail.unpack(ErrorInfo.class).getMetadataMap().get("permission"));
        }
      }
      return Optional.empty();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message that was packed can be unpacked", e);
    }
  }

  /** The front end appends its own to user agents, once or twice: nobody may rely on either. */
  private JsonObject metadata(Function<String, Optional<String>> headers) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("callerIp", "127.0.0.1");
    String appended = number.get() % 2 == 0 ? ",gzip(gfe)" : ",gzip(gfe),gzip(gfe)";
    headers
        .apply("user-agent")
        .ifPresent(agent -> metadata.addProperty("callerSuppliedUserAgent", agent + appended));
    JsonObject attributes = new JsonObject();
    attributes.addProperty("time", clock.instant().toString());
    headers
        .apply("x-goog-request-reason")
        .ifPresent(reason -> attributes.addProperty("reason", reason));
    metadata.add("requestAttributes", attributes);
    return metadata;
  }

  private static JsonObject status(GoogleRefusal refusal) {
    JsonObject status = new JsonObject();
    status.addProperty("code", refusal.status().getCode());
    status.addProperty("message", refusal.status().getMessage());
    return status;
  }

  private static JsonObject resource(String type, Project project) {
    JsonObject labels = new JsonObject();
    labels.addProperty("project_id", project.id());
    JsonObject resource = new JsonObject();
    resource.addProperty("type", type);
    resource.add("labels", labels);
    return resource;
  }

  private static JsonObject operation(String id, String part) {
    JsonObject operation = new JsonObject();
    operation.addProperty("id", id);
    operation.addProperty("producer", VertexGate.SERVICE);
    operation.addProperty(part, true);
    return operation;
  }

  private static JsonObject typed(String message) {
    JsonObject typed = new JsonObject();
    typed.addProperty("@type", TYPE + message);
    return typed;
  }

  private static JsonArray array(JsonElement element) {
    JsonArray array = new JsonArray();
    array.add(element);
    return array;
  }
}
