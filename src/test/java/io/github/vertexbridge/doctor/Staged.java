package io.github.vertexbridge.doctor;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every misconfiguration that tests bring about.
 *
 * @param id of the catalogue row that the doctor must find first
 * @param name what is wrong
 * @param mends whether the printed commands, run in the sandbox, make the doctor content
 */
record Staged(String id, String name, boolean mends, Wrong fault) {

  /** Makes something wrong. */
  @FunctionalInterface
  interface Wrong {
    void on(Stage stage) throws Exception;
  }

  @Override
  public String toString() {
    return id + ": " + name;
  }

  static Stream<Staged> all() {
    return Stream.of(StagedIdentity.all(), StagedSts.all(), StagedGoogle.all(), StagedFiles.all())
        .flatMap(List::stream);
  }

  private static List<Staged> identity() {
    return List.of(
        mended("M01", "no identity", s -> s.unset("IDENTITY_ENDPOINT")),
        mended("M02", "identity not attached", s -> s.world(identities(CLIENT, null))),
        mended("M03", "no client id", s -> s.unset("AZURE_CLIENT_ID")),
        mended(
            "M04",
            "no service principal",
            s -> s.world("{\"tenants\":{\"%s\":{\"apps\":{\"%s\":null}}}}".formatted(TENANT, FED))),
        mended(
            "M04",
            "another App ID URI in the registration",
            s ->
                s.world(
                    "{\"tenants\":{\"%s\":{\"apps\":{\"%s\":{\"appIdUri\":\"api://old\"}}}}}"
                        .formatted(TENANT, FED))),
        mended(
            "M04",
            "resource with /.default",
            s -> s.set("BRIDGE_FEDERATION_RESOURCE", "api://" + FED + "/.default")),
        mended(
            "M04",
            "resource of nobody",
            s -> s.set("BRIDGE_FEDERATION_RESOURCE", "api://" + OTHER_OID)),
        mended(
            "M05",
            "token for storage",
            s -> s.set("BRIDGE_FEDERATION_RESOURCE", "https://storage.azure.com")),
        mended(
            "M06",
            "assignment required",
            s ->
                s.world(
                    "{\"tenants\":{\"%s\":{\"apps\":{\"%s\":{\"assignmentRequired\":true}}}}}"
                        .formatted(TENANT, FED))),
        mended("M07", "stale identity header", s -> s.header("0123456789ABCDEF")),
        found("M08", "registration changed, token cached", Staged::cachedToken),
        mended(
            "M09",
            "WEBSITE_DISABLE_MSI",
            s -> {
              s.set("WEBSITE_DISABLE_MSI", "1");
              s.sandbox().down("managed-identity");
            }),
        found(
            "M11",
            "a developer's token",
            s -> s.observed(seen -> claims(seen, Map.of("upn", "dev@example.com")))),
        mended("M12", "slot with an identity of its own", Staged::slotIdentity),
        mended("M13", "client id moved in a swap", s -> s.set("AZURE_CLIENT_ID", OTHER_CLIENT)));
  }

  private static void cachedToken(Stage s) throws Exception {
    s.examine(); // the platform caches a v1 token
    s.world(
        "{\"tenants\":{\"%s\":{\"apps\":{\"%s\":{\"requestedAccessTokenVersion\":2}}}}}"
            .formatted(TENANT, FED));
    s.provider("{\"issuerUri\":\"%s\",\"allowedAudiences\":[\"%s\"]}".formatted(V2, FED));
    s.export(json -> json.getAsJsonObject("entra").addProperty("federation_token_version", 2));
  }

  private static void slotIdentity(Stage s) {
    s.set("WEBSITE_SLOT_NAME", "staging");
    s.set("AZURE_CLIENT_ID", OTHER_CLIENT);
    s.world(identities(OTHER_CLIENT, OTHER_OID));
  }

  private static String identities(String client, String object) {
    return object == null
        ? "{\"functionApp\":{\"identities\":{\"%s\":null}}}".formatted(client)
        : ("{\"functionApp\":{\"identities\":{\"%s\":{\"objectId\":\"%s\",\"resourceId\":"
                + "\"/subscriptions/s/other\",\"systemAssigned\":false}}}}")
            .formatted(client, object);
  }

  private static List<Staged> sts() {
    String name = "//" + POOL + "providers/";
    return List.of(
        mended(
            "S01",
            "https before the name",
            s -> s.set("BRIDGE_WIF_PROVIDER", "https:" + name + "entra")),
        mended("S01", "pool only", s -> s.set("BRIDGE_WIF_PROVIDER", "//" + POOL)),
        mended(
            "S01",
            "principalSet",
            s -> s.set("BRIDGE_WIF_PROVIDER", "principalSet://" + POOL + "*")),
        mended(
            "S02",
            "project id",
            s ->
                s.set(
                    "BRIDGE_WIF_PROVIDER",
                    (name + "entra").replace("123456789012", "vertex-sandbox"))),
        mended(
            "S03",
            "another name in the setting",
            s -> s.set("BRIDGE_WIF_PROVIDER", name + "entra-old")),
        mended(
            "S03",
            "no provider",
            s -> s.sandbox().world().patchPool("{\"providers\":{\"entra\":null}}")),
        mended("S04", "provider disabled", s -> s.provider("{\"disabled\":true}")),
        mended("S04", "provider deleted", s -> s.provider("{\"state\":\"DELETED\"}")),
        mended("S04", "pool disabled", s -> s.sandbox().world().patchPool("{\"disabled\":true}")),
        mended(
            "S04", "pool deleted", s -> s.sandbox().world().patchPool("{\"state\":\"DELETED\"}")),
        mended("S05", "v2 issuer for v1 tokens", s -> s.provider("{\"issuerUri\":\"" + V2 + "\"}")),
        mended(
            "S05",
            "no slash at the end",
            s -> s.provider("{\"issuerUri\":\"https://sts.windows.net/" + TENANT + "\"}")),
        mended(
            "S05",
            "another tenant",
            s -> s.provider("{\"issuerUri\":\"https://sts.windows.net/" + OTHER_TENANT + "/\"}")),
        mended(
            "S05",
            "v1 provider, v2 registration",
            s ->
                s.world(
                    "{\"tenants\":{\"%s\":{\"apps\":{\"%s\":{\"requestedAccessTokenVersion\":2}}}}}"
                        .formatted(TENANT, FED))),
        mended(
            "S06", "client id only", s -> s.provider("{\"allowedAudiences\":[\"" + FED + "\"]}")),
        mended("S06", "empty list", s -> s.provider("{\"allowedAudiences\":[]}")),
        found("S07", "stale", s -> s.world("{\"lifetimes\":{\"staleAfter\":-1}}")),
        found(
            "S08",
            "issuer cannot be read",
            s ->
                s.sandbox()
                    .faults()
                    .untilCleared(
                        "sts",
                        oauth(
                            "invalid_grant",
                            "Error connecting to the given credential's issuer."))),
        mended(
            "S09",
            "another object id",
            s -> condition(s, "assertion.sub in ['" + OTHER_OID + "']")),
        mended("S09", "another tenant", s -> condition(s, "assertion.tid=='" + OTHER_TENANT + "'")),
        mended(
            "S09",
            "upper case",
            s ->
                condition(
                    s,
                    "assertion.tid=='%s' && assertion.sub in ['%s']"
                        .formatted(TENANT, OID.toUpperCase(Locale.ROOT)))),
        mended("S09", "a claim that is not there", s -> condition(s, "assertion.azp == 'x'")),
        mended(
            "S10",
            "subject too long",
            s -> s.provider("{\"attributeMapping\":{\"google.subject\":\"assertion.xms_mirid\"}}")),
        mended(
            "S11",
            "no such claim",
            s -> s.provider("{\"attributeMapping\":{\"google.subject\":\"assertion.email\"}}")),
        mended(
            "S11",
            "azp of a v1 token",
            s -> s.provider("{\"attributeMapping\":{\"attribute.client\":\"assertion.azp\"}}")),
        mended("S12", "API off", s -> disable(s, "sts.googleapis.com")),
        found("S13", "old google-auth", s -> s.platform("google-auth", "1.40.0")),
        found("S15", "signature", Staged::tampered),
        found("S16", "token of 25 hours", Staged::oldToken),
        mended("S17", "no way to STS", s -> s.sandbox().down("sts")),
        mended(
            "S17",
            "STS hangs",
            s -> {
              s.set("BRIDGE_HOP_TIMEOUT", "2s");
              s.sandbox().faults().untilCleared("sts", Fault.hang());
            }),
        mended("S17", "no way to IAM", s -> s.sandbox().down("iam")),
        mended("S18", "open to strangers", Staged::open),
        found(
            "S20",
            "changed a minute ago",
            s -> {
              s.exportNow();
              condition(s, "assertion.sub in ['" + OTHER_OID + "']");
            }),
        found(
            "S20",
            "binding not there yet",
            s -> {
              s.exportNow();
              bind(s, "");
            }));
  }

  private static void condition(Stage s, String condition) {
    JsonObject patch = new JsonObject();
    patch.addProperty("attributeCondition", condition);
    s.provider(patch.toString());
  }

  private static void open(Stage s) {
    condition(s, "");
    bind(s, "principalSet://" + POOL + "*");
  }

  private static void disable(Stage s, String service) {
    s.world("{\"project\":{\"disabledServices\":[\"" + service + "\"]}}");
  }

  /** The platform's answer, with a bit of the token's signature flipped. */
  private static void tampered(Stage s) throws Exception {
    Map<String, String> settings = s.sandbox().appSettings();
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            settings.get("IDENTITY_ENDPOINT")
                                + "?api-version=2019-08-01&client_id="
                                + CLIENT
                                + "&resource=api://"
                                + FED))
                    .header("X-IDENTITY-HEADER", settings.get("IDENTITY_HEADER"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    JsonObject body = JsonParser.parseString(answer.body()).getAsJsonObject();
    String token = body.get("access_token").getAsString();
    int at = token.length() - 20;
    char flipped = token.charAt(at) == 'A' ? 'B' : 'A';
    body.addProperty("access_token", token.substring(0, at) + flipped + token.substring(at + 1));
    s.sandbox().faults().untilCleared("managed-identity", Fault.status(200, body.toString()));
  }

  private static void oldToken(Stage s) throws Exception {
    s.world("{\"lifetimes\":{\"subjectToken\":200000,\"identityCache\":200000}}");
    s.examine();
    s.pass(Duration.ofHours(25));
  }

  private static List<Staged> impersonation() {
    return List.of(
        mended("I01", "no binding", s -> bind(s, "")),
        mended("I01", "somebody else's", s -> bind(s, "user:owner@example.com")),
        mended(
            "I02",
            "project id",
            s ->
                bind(
                    s,
                    ("principal://" + POOL + "subject/" + OID)
                        .replace("123456789012", "vertex-sandbox"))),
        mended(
            "I02",
            "another pool",
            s ->
                bind(
                    s,
                    ("principal://" + POOL + "subject/" + OID).replace("/azure/", "/azure-old/"))),
        mended(
            "I02",
            "principalSet for a subject",
            s -> bind(s, "principalSet://" + POOL + "subject/" + OID)),
        mended(
            "I02",
            "upper case",
            s -> bind(s, "principal://" + POOL + "subject/" + OID.toUpperCase(Locale.ROOT))),
        mended(
            "I02",
            "attribute not mapped",
            s -> bind(s, "principalSet://" + POOL + "attribute.app/" + CLIENT)),
        mended(
            "I03",
            "identity made anew",
            s -> bind(s, "principal://" + POOL + "subject/" + OTHER_OID)),
        mended(
            "I04",
            "misspelt",
            s -> s.set("BRIDGE_DEFAULT_SERVICE_ACCOUNT", SA.replace("bridge", "brigde"))),
        mended("I05", "API off", s -> disable(s, "iamcredentials.googleapis.com")),
        found(
            "I06",
            "bad request",
            s ->
                google(
                    s,
                    "iam",
                    400,
                    "INVALID_ARGUMENT",
                    "Request contains an invalid argument.",
                    "")),
        found(
            "I07",
            "lifetime",
            s ->
                google(
                    s,
                    "iam",
                    400,
                    "INVALID_ARGUMENT",
                    "The access token lifetime cannot exceed 3600 seconds.",
                    "")),
        mended("I09", "account disabled", s -> s.world(account("\"disabled\":true"))));
  }

  private static void bind(Stage s, String member) {
    s.world(
        account(
            "\"bindings\":[{\"role\":\"roles/iam.workloadIdentityUser\",\"members\":[%s]}]"
                .formatted(member.isEmpty() ? "" : "\"" + member + "\"")));
  }

  private static String account(String fields) {
    return "{\"serviceAccounts\":{\"" + SA + "\":{" + fields + "}}}";
  }

  private static List<Staged> vertex() {
    String invalid =
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
            + " cookie or other valid authentication credential. See"
            + " https://developers.google.com/identity/sign-in/web/devconsole-project.";
    return List.of(
        found(
            "V01",
            "no credentials",
            s ->
                google(
                    s,
                    "vertex",
                    401,
                    "UNAUTHENTICATED",
                    "API keys are not supported by this API.",
                    "CREDENTIALS_MISSING")),
        found(
            "V02",
            "expired",
            s -> google(s, "vertex", 401, "UNAUTHENTICATED", invalid, "ACCESS_TOKEN_EXPIRED")),
        found(
            "V03",
            "no direct access",
            s -> google(s, "vertex", 401, "UNAUTHENTICATED", invalid, "")),
        mended("V04", "no role", s -> s.world("{\"project\":{\"bindings\":[]}}")),
        mended("V04", "another project", s -> s.set("BRIDGE_GOOGLE_PROJECT", "vertex-sandbox-old")),
        mended("V05", "API off", s -> disable(s, "aiplatform.googleapis.com")),
        found("V06", "perimeter", Staged::perimeter),
        found(
            "V07",
            "quota project",
            s -> google(s, "vertex", 403, "PERMISSION_DENIED", "x", "USER_PROJECT_DENIED")),
        found(
            "V08",
            "scope",
            s ->
                google(
                    s, "vertex", 403, "PERMISSION_DENIED", "x", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")),
        found(
            "V09",
            "billing",
            s -> google(s, "vertex", 403, "PERMISSION_DENIED", "x", "BILLING_DISABLED")),
        found(
            "V10",
            "model of yesterday",
            s ->
                s.policy(
                    p ->
                        p.replace(
                            "models/gemini-2.5-flash\",\n      \"loc",
                            "models/gemini-1.0-pro\",\n      \"loc"))),
        found(
            "V10",
            "model not in this location",
            s ->
                s.world(
                    "{\"models\":{\"publishers/google/models/gemini-2.5-flash\":{\"locations\":[\"europe-west4\"]}}}")),
        mended("V11", "host of another location", Staged::otherHost),
        found("V12", "not allowed", s -> google(s, "vertex", 400, "FAILED_PRECONDITION", "x", "")),
        found(
            "V13",
            "shared capacity",
            s ->
                google(
                    s,
                    "vertex",
                    429,
                    "RESOURCE_EXHAUSTED",
                    "Resource exhausted. Please try again later. Please refer to"
                        + " https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for"
                        + " more details.",
                    "")),
        found("V14", "quota", Staged::quota));
  }

  /** The right host of another location, which the sandbox cannot be: it is found unasked. */
  private static void otherHost(Stage s) {
    String list = s.settings().getOrDefault("BRIDGE_VERTEX_ENDPOINT", "");
    s.set(
        "BRIDGE_VERTEX_ENDPOINT",
        list + ",me-west1=https://europe-west4-aiplatform.googleapis.com");
  }

  private static void perimeter(Stage s) {
    error(
        s,
        403,
        "PERMISSION_DENIED",
        "Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: Zxy1",
        info(
            "SECURITY_POLICY_VIOLATED",
            Map.of("uid", "Zxy1", "service", "aiplatform.googleapis.com")));
  }

  private static void quota(Stage s) {
    error(
        s,
        429,
        "RESOURCE_EXHAUSTED",
        "Quota exceeded",
        info(
            "RATE_LIMIT_EXCEEDED",
            Map.of("quota_metric", "aiplatform.googleapis.com/generate_content_requests")));
  }

  private static List<Staged> files() {
    return List.of(
        found(
            "C02",
            "keys with certificates",
            s ->
                s.export(
                    json -> {
                      JsonObject oidc = provider(json).getAsJsonObject("oidc");
                      oidc.addProperty("jwksJson", "{\"keys\":[{\"kty\":\"RSA\",\"x5c\":[]}]}");
                    }),
            Staged::unseen),
        found(
            "C03",
            "key of the mapping",
            s ->
                s.export(
                    json ->
                        provider(json)
                            .getAsJsonObject("attributeMapping")
                            .addProperty("assertion.aud", "assertion.aud")),
            Staged::unseen),
        found(
            "V17",
            "labels",
            s ->
                s.policy(
                    p ->
                        p.replaceFirst(
                            "\"allow\": \\{", "\"labels\": {\"Team\": \"A B\"}, \"allow\": {"))),
        mended("A01", "headers trusted, Easy Auth off", s -> s.set("BRIDGE_EASY_AUTH", "required")),
        found(
            "A03",
            "no data access logs",
            s ->
                s.export(
                    json -> json.getAsJsonObject("google").add("auditConfigs", new JsonArray()))));
  }

  /** What Google would refuse to store cannot be seen in a running app: of files alone. */
  private static void unseen(Stage s) {
    s.observed(seen -> new Observed(seen.at(), seen.settings(), List.of(), seen.platform()));
  }

  private static JsonObject provider(JsonObject export) {
    return export.getAsJsonObject("google").getAsJsonObject("provider");
  }

  private static Observed claims(Observed seen, Map<String, Object> more) {
    List<Look> looks =
        seen.looks().stream()
            .map(
                look -> {
                  if (look.step() != Step.MANAGED_IDENTITY) {
                    return look;
                  }
                  Map<String, Object> claims = new TreeMap<>(look.claims());
                  claims.putAll(more);
                  return new Look(look.step(), "", look.took(), claims, Map.of(), Optional.empty());
                })
            .toList();
    return new Observed(seen.at(), seen.settings(), looks, seen.platform());
  }

  private static Fault oauth(String error, String text) {
    JsonObject body = new JsonObject();
    body.addProperty("error", error);
    body.addProperty("error_description", text);
    return Fault.status(400, body.toString());
  }

  private static void google(
      Stage s, String component, int status, String rpc, String message, String reason) {
    error(s, component, status, rpc, message, reason.isEmpty() ? null : info(reason, Map.of()));
  }

  private static JsonObject info(String reason, Map<String, String> metadata) {
    JsonObject info = new JsonObject();
    info.addProperty("@type", "type.googleapis.com/google.rpc.ErrorInfo");
    info.addProperty("reason", reason);
    info.addProperty("domain", "googleapis.com");
    JsonObject data = new JsonObject();
    metadata.forEach(data::addProperty);
    info.add("metadata", data);
    return info;
  }

  private static void error(Stage s, int status, String rpc, String message, JsonObject info) {
    error(s, "vertex", status, rpc, message, info);
  }

  private static void error(
      Stage s, String component, int status, String rpc, String message, JsonObject info) {
    JsonObject error = new JsonObject();
    error.addProperty("code", status);
    error.addProperty("message", message);
    error.addProperty("status", rpc);
    if (info != null) {
      JsonArray details = new JsonArray();
      details.add(info);
      error.add("details", details);
    }
    JsonObject body = new JsonObject();
    body.add("error", error);
    s.sandbox().faults().untilCleared(component, Fault.status(status, body.toString()));
  }

  private static Staged mended(String id, String name, Wrong fault) {
    return new Staged(id, name, true, fault);
  }

  static Staged found(String id, String name, Wrong fault) {
    return new Staged(id, name, false, fault);
  }

  static Staged found(String id, String name, Wrong fault, Wrong and) {
    return new Staged(
        id,
        name,
        false,
        stage -> {
          fault.on(stage);
          and.on(stage);
        });
  }
}
