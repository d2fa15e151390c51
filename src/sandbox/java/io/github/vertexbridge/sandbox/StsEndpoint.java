package io.github.vertexbridge.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.vertexbridge.sandbox.AccessTokens.Grant;
import io.github.vertexbridge.sandbox.WorldState.Pool;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Google STS, {@code POST /v1/token}. One cause gives one refusal, in this order: shape of the
 * request, syntax of the audience, pool and provider, the token ({@link SubjectToken}), mapping,
 * size, condition.
 */
final class StsEndpoint implements HttpEndpoint {
  private static final Pattern AUDIENCE =
      Pattern.compile(
          "//iam\\.googleapis\\.com/projects/([^/]+)/locations/global/workloadIdentityPools/"
              + "([a-z0-9-]{4,32})/providers/([a-z0-9-]{4,32})");
  private static final String ATTRIBUTE = "attribute.";
  private static final int MAX_SUBJECT_BYTES = 127;
  private static final int MAX_MAPPED_BYTES = 8 * 1024;

  private final World world;
  private final EntraKey entra;
  private final AccessTokens tokens;
  private final Counters counters;
  private final AuditTrail trail;
  private final InstantSource clock;

  StsEndpoint(
      World world,
      EntraKey entra,
      AccessTokens tokens,
      Counters counters,
      AuditTrail trail,
      InstantSource clock) {
    this.world = world;
    this.entra = entra;
    this.tokens = tokens;
    this.counters = counters;
    this.trail = trail;
    this.clock = clock;
  }

  @Override
  public void arrived(Request request, Optional<Fault> fault) {
    counters.add("sts.requests");
  }

  @Override
  public Reply answer(Request request) {
    if (!request.is("POST", "/v1/token")) {
      return Reply.html(404, "EMULATOR: the requested URL was not found on this server");
    }
    try {
      GoogleRefusal.requireEnabled(
          world.state().project(), "sts.googleapis.com", "Security Token Service API");
      Reply reply = exchange(StsRequest.parse(request), request, world.state());
      counters.add("sts.exchanges");
      return reply;
    } catch (GoogleRefusal refusal) { // from the infrastructure before STS
      return refusal.reply();
    } catch (StsRefusal refusal) {
      return refusal.reply();
    }
  }

  private Reply exchange(StsRequest request, Request http, WorldState now) {
    Matcher audience = AUDIENCE.matcher(request.audience());
    if (!audience.matches()) {
      throw StsRefusal.audienceSyntax();
    }
    Pool pool = now.pools().get(audience.group(2));
    WorldState.Provider provider = pool == null ? null : pool.providers().get(audience.group(3));
    // The project must be given by number: an id lands here too.
    if (!audience.group(1).equals(now.project().number())
        || pool == null
        || !pool.usable()
        || provider == null
        || !provider.usable()) {
      throw StsRefusal.unknownProvider();
    }
    long seconds = clock.instant().getEpochSecond();
    SubjectToken subject =
        SubjectToken.verify(
            request.subjectToken(), now, provider, request.audience(), entra, seconds);
    Principal.Federated principal =
        principal(now.project().number(), audience.group(2), provider, subject);
    long lifetime = Math.min(now.lifetimes().federatedToken(), subject.expires() - seconds);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(
        "access_token",
        tokens.federated(
            new Grant(principal, request.scopes(), clock.instant().plusSeconds(lifetime))));
    body.put("issued_token_type", "urn:ietf:params:oauth:token-type:access_token");
    body.put("token_type", "Bearer");
    body.put("expires_in", lifetime);
    trail.exchange(
        String.valueOf(subject.claims().get("sub")), request.audience(), principal, http);
    return Reply.json(200, body);
  }

  private static Principal.Federated principal(
      String project, String pool, WorldState.Provider provider, SubjectToken token) {
    String subject = subject(provider.attributeMapping(), token);
    Map<String, Object> google = new LinkedHashMap<>(Map.of("subject", subject));
    Map<String, Object> attribute = new LinkedHashMap<>();
    Map<String, List<String>> custom = new LinkedHashMap<>();
    int bytes = 0;
    for (Map.Entry<String, String> mapping : provider.attributeMapping().entrySet()) {
      String target = mapping.getKey();
      Object value =
          AttributeRules.map(mapping.getValue(), token.claims())
              .orElseThrow(() -> StsRefusal.noAttribute(target));
      List<String> strings = AttributeRules.strings(value);
      bytes += String.join("", strings).getBytes(UTF_8).length;
      if (target.equals("google.groups")) {
        google.put("groups", strings);
      } else if (target.startsWith(ATTRIBUTE)) {
        attribute.put(target.substring(ATTRIBUTE.length()), value);
        custom.put(target.substring(ATTRIBUTE.length()), strings);
      }
    }
    if (bytes > MAX_MAPPED_BYTES) {
      throw StsRefusal.invalidRequest("mapped attributes exceed 8 KB");
    }
    if (!AttributeRules.accepts(provider.attributeCondition(), token.claims(), google, attribute)) {
      throw StsRefusal.condition();
    }
    List<String> groups = AttributeRules.strings(google.getOrDefault("groups", List.of()));
    return new Principal.Federated(project, pool, subject, groups, custom);
  }

  private static String subject(Map<String, String> mapping, SubjectToken token) {
    Object value =
        AttributeRules.map(mapping.getOrDefault("google.subject", ""), token.claims())
            .orElseThrow(StsRefusal::noSubject);
    if (!(value instanceof String subject) || subject.isEmpty()) {
      throw StsRefusal.noSubject();
    }
    if (subject.getBytes(UTF_8).length > MAX_SUBJECT_BYTES) {
      throw StsRefusal.subjectTooLong();
    }
    return subject;
  }
}
