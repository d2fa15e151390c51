package io.github.vertexbridge.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.github.vertexbridge.sandbox.AccessTokens.Grant;
import io.github.vertexbridge.sandbox.WorldState.ServiceAccount;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IAM Credentials: {@code POST /v1/projects/-/serviceAccounts/EMAIL:generateAccessToken}. */
final class IamEndpoint implements HttpEndpoint {
  private static final String SERVICE = "iamcredentials.googleapis.com";
  private static final String METHOD =
      "google.iam.credentials.v1.IAMCredentials.GenerateAccessToken";
  private static final String PERMISSION = "iam.serviceAccounts.getAccessToken";
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Pattern PATH =
      Pattern.compile("/v1/projects/-/serviceAccounts/([^/:]+):generateAccessToken");
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,9})(\\.\\d{1,9})?s");

  private final World world;
  private final AccessTokens tokens;
  private final Bearer bearer;
  private final Counters counters;
  private final AuditTrail trail;
  private final InstantSource clock;

  IamEndpoint(
      World world,
      AccessTokens tokens,
      Bearer bearer,
      Counters counters,
      AuditTrail trail,
      InstantSource clock) {
    this.world = world;
    this.tokens = tokens;
    this.bearer = bearer;
    this.counters = counters;
    this.trail = trail;
    this.clock = clock;
  }

  @Override
  public void arrived(Request request, Optional<Fault> fault) {
    counters.add("iam.requests");
  }

  @Override
  public Reply answer(Request request) {
    Matcher path = PATH.matcher(request.decodedPath());
    if (!request.method().equals("POST") || !path.matches()) {
      return Reply.html(404, "EMULATOR: the requested URL was not found on this server");
    }
    WorldState now = world.state();
    String account = path.group(1);
    Principal principal;
    try {
      principal = bearer.authenticate(request.header("Authorization"), SERVICE, METHOD, now);
    } catch (GoogleRefusal refusal) {
      return refusal.reply();
    }
    try {
      Reply reply = mint(account, principal, request, now);
      counters.add("iam.mints");
      record(account, principal, request, now, Optional.empty());
      return reply;
    } catch (GoogleRefusal refusal) {
      record(account, principal, request, now, Optional.of(refusal));
      return refusal.reply();
    }
  }

  private void record(
      String account,
      Principal principal,
      Request request,
      WorldState now,
      Optional<GoogleRefusal> refusal) {
    find(account, now)
        .ifPresent(
            found ->
                trail.impersonation(
                    found.getKey(), found.getValue().uniqueId(), principal, request, refusal));
  }

  private static Optional<Map.Entry<String, ServiceAccount>> find(String account, WorldState now) {
    return now.serviceAccounts().entrySet().stream()
        .filter(e -> e.getKey().equals(account) || e.getValue().uniqueId().equals(account))
        .findFirst();
  }

  private Reply mint(String account, Principal principal, Request request, WorldState now) {
    GoogleRefusal.requireEnabled(now.project(), SERVICE, "IAM Service Account Credentials API");
    JsonObject body = request.json().orElseThrow(IamEndpoint::invalidArgument);
    List<String> scopes = strings(body, "scope");
    Duration lifetime = lifetime(body);
    if (scopes.isEmpty()) {
      throw invalidArgument();
    }
    if (!strings(body, "delegates").isEmpty()) {
      throw GoogleRefusal.of(Code.UNIMPLEMENTED, "EMULATOR: delegation chains are not emulated");
    }
    Optional<Map.Entry<String, ServiceAccount>> found = find(account, now);
    ServiceAccount target =
        found
            .map(Map.Entry::getValue)
            .orElseThrow(
                () ->
                    GoogleRefusal.of(
                        Code.NOT_FOUND, "Not found; Gaia id not found for email " + account));
    if (!IamPolicy.allows(target.bindings(), now.roles(), principal, PERMISSION)) {
      throw GoogleRefusal.of(
          Code.PERMISSION_DENIED,
          "Permission '" + PERMISSION + "' denied on resource (or it may not exist).",
          ErrorInfo.newBuilder()
              .setReason("IAM_PERMISSION_DENIED")
              .setDomain("iam.googleapis.com")
              .putMetadata("permission", PERMISSION)
              .build());
    }
    if (target.disabled()) {
      throw GoogleRefusal.of(Code.PERMISSION_DENIED, "EMULATOR: the service account is disabled");
    }
    long seconds = Math.min(lifetime.toSeconds(), now.lifetimes().serviceAccountToken());
    Instant expires = clock.instant().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "accessToken",
        tokens.serviceAccount(
            new Grant(
                new Principal.Account(found.get().getKey(), principal.name()), scopes, expires)));
    answer.put("expireTime", expires.toString());
    return Reply.json(200, answer);
  }

  private static Duration lifetime(JsonObject body) {
    JsonElement given = body.get("lifetime");
    if (given == null) {
      return LONGEST;
    }
    if (!given.isJsonPrimitive()) {
      throw invalidArgument();
    }
    Matcher seconds = SECONDS.matcher(given.getAsString());
    if (!seconds.matches()) {
      throw invalidArgument();
    }
    Duration lifetime = Duration.ofSeconds(Long.parseLong(seconds.group(1)));
    if (lifetime.compareTo(LONGEST) > 0) {
      throw GoogleRefusal.of(
          Code.INVALID_ARGUMENT, "The access token lifetime cannot exceed 3600 seconds.");
    }
    if (lifetime.isZero()) {
      throw invalidArgument();
    }
    return lifetime;
  }

  private static List<String> strings(JsonObject body, String name) {
    JsonElement given = body.get(name);
    if (given == null) {
      return List.of();
    }
    if (!(given instanceof JsonArray array)) {
      throw invalidArgument();
    }
    List<String> strings = new ArrayList<>();
    for (JsonElement item : array) {
      if (!item.isJsonPrimitive() || item.getAsString().isBlank()) {
        throw invalidArgument();
      }
      strings.add(item.getAsString());
    }
    return strings;
  }

  private static GoogleRefusal invalidArgument() {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "Request contains an invalid argument.");
  }
}
