package io.github.vertexbridge.sandbox;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.CallerTokenRequest.Signature;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The admin route: look at the sandbox and change it, in JSON. For this machine only. */
final class AdminEndpoint implements HttpEndpoint {
  private static final Pattern COMPONENT = Pattern.compile("/components/([a-z0-9:-]+)/(down|up)");
  private static final Pattern LOCAL = Pattern.compile("(127\\.0\\.0\\.1|localhost)(:\\d+)?");

  private final Sandbox sandbox;

  AdminEndpoint(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public void arrived(Request request, Optional<Fault> fault) {}

  @Override
  public Reply answer(Request request) {
    // A web page in a browser on this machine must not reach this route, by name tricks or
    // otherwise.
    if (request.header("Origin").isPresent()
        || request.header("Host").filter(host -> LOCAL.matcher(host).matches()).isEmpty()) {
      return error(403, "the admin route is for programs on this machine");
    }
    try {
      return route(request);
    } catch (GoogleRefusal
        | IllegalArgumentException
        | IllegalStateException
        | JsonParseException e) {
      return error(400, String.valueOf(e.getMessage()));
    }
  }

  private Reply route(Request request) {
    Matcher component = COMPONENT.matcher(request.path());
    if (request.method().equals("POST") && component.matches()) {
      if (component.group(2).equals("down")) {
        sandbox.down(component.group(1));
      } else {
        sandbox.up(component.group(1));
      }
      return Reply.json(200, sandbox.componentsView());
    }
    if (AdminObjects.serves(request)) {
      return new AdminObjects(sandbox).answer(request);
    }
    return switch (request.method() + " " + request.path()) {
      case "GET /state" -> Reply.json(200, state());
      case "GET /calls" ->
          Reply.json(200, sandbox.calls().stream().map(AdminEndpoint::call).toList());
      case "GET /audit-log" ->
          Reply.json(
              200,
              Map.of(
                  "entries",
                  sandbox.googleLog(
                      LogFilter.parse(
                          String.join(
                              " ", request.queryParameters().getOrDefault("filter", List.of()))))));
      case "POST /faults" -> {
        FaultScript.parse(body(request)).apply(sandbox.faults());
        yield Reply.json(200, faults());
      }
      case "DELETE /faults" -> {
        List<String> named = request.queryParameters().getOrDefault("component", List.of());
        if (named.isEmpty()) {
          sandbox.faults().clear();
        }
        named.forEach(sandbox.faults()::clear);
        yield Reply.json(200, faults());
      }
      case "POST /capacity" -> limited(LimitScript.capacity(body(request)));
      case "POST /quota" -> limited(LimitScript.quota(body(request)));
      case "DELETE /capacity", "DELETE /quota" -> {
        List<String> named = request.queryParameters().getOrDefault("location", List.of());
        if (named.isEmpty()) {
          sandbox.limits().clear();
        }
        named.forEach(sandbox.limits()::clear);
        yield Reply.json(200, limits());
      }
      case "POST /clock" -> clock(body(request));
      case "POST /jobs" -> jobs(body(request));
      case "POST /world" ->
          Reply.json(200, World.toJson(sandbox.world().patch(request.body().toStringUtf8())));
      case "POST /tokens" -> token(body(request));
      case "DELETE /tokens" -> {
        sandbox.revokeAccessTokens();
        yield Reply.json(200, Map.of());
      }
      case "POST /reset" -> {
        sandbox.reset();
        yield Reply.json(200, state());
      }
      default -> error(404, "no such admin route");
    };
  }

  private Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("components", sandbox.componentsView());
    state.put("counters", sandbox.counters().snapshot());
    state.put("faults", faults());
    state.put("limits", limits());
    state.put("world", World.toJson(sandbox.world().state()));
    return state;
  }

  private List<Map<String, Object>> faults() {
    return sandbox.faults().scripted().stream()
        .map(
            fault ->
                Map.<String, Object>of(
                    "component", fault.component(),
                    "fault", fault.fault().toString(),
                    "times", fault.times()))
        .toList();
  }

  private Reply limited(Limit limit) {
    sandbox.limits().add(limit);
    return Reply.json(200, limits());
  }

  private List<String> limits() {
    return sandbox.limits().all().stream().map(Limit::toString).toList();
  }

  private Reply clock(JsonObject body) {
    JsonFields fields = new JsonFields(body);
    long seconds = fields.number("advance").orElse(0L);
    fields.done();
    return Reply.json(
        200, Map.of("time", sandbox.advanceJobs(Duration.ofSeconds(seconds)).toString()));
  }

  private Reply jobs(JsonObject body) {
    JsonFields fields = new JsonFields(body);
    String name =
        fields
            .text("displayName")
            .orElseThrow(() -> new IllegalArgumentException("field displayName is missing"));
    int code = Math.toIntExact(fields.number("code").orElse((long) Code.INTERNAL_VALUE));
    String message = fields.text("message").orElse("EMULATOR: this job was to fail");
    fields.done();
    sandbox.failJobs(name, code, message);
    return Reply.json(200, Map.of());
  }

  private static Map<String, Object> call(CallRecord call) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", call.number());
    json.put("time", call.time().toString());
    json.put("transport", call.transport());
    json.put("protocol", call.protocol());
    json.put("location", call.location());
    json.put("method", call.method());
    json.put("path", call.path());
    json.put("headers", call.headers());
    json.put("body", call.body());
    json.put("bodyBytes", call.bodyBytes());
    call.principal().ifPresent(principal -> json.put("principal", principal));
    json.put("status", call.status());
    return json;
  }

  /** Fields as {@link CallerTokenRequest}'s, all optional; {@code expiresIn} in seconds. */
  private Reply token(JsonObject body) {
    JsonFields fields = new JsonFields(body);
    CallerTokenRequest standard = CallerTokenRequest.withRoles();
    CallerTokenRequest request =
        new CallerTokenRequest(
            fields.texts("roles").orElse(List.of("Bridge.Invoke")),
            fields.texts("groups").orElse(List.of()),
            fields.text("caller").orElse(standard.caller()),
            fields.number("version").map(Math::toIntExact),
            fields.number("expiresIn").map(Duration::ofSeconds),
            fields.text("audience"),
            fields.text("tenant"),
            fields.text("keyId"),
            fields.text("signature").map(Signature::valueOf).orElse(Signature.RS256));
    fields.done();
    return Reply.json(
        200, Map.of("access_token", sandbox.callerToken(request), "token_type", "Bearer"));
  }

  private static JsonObject body(Request request) {
    return request
        .json()
        .orElseThrow(() -> new IllegalArgumentException("the body is no JSON object"));
  }

  private static Reply error(int status, String message) {
    return Reply.json(status, Map.of("error", "EMULATOR: " + message));
  }
}
