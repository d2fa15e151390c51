package io.github.vertexbridge.doctor;

import static io.github.vertexbridge.doctor.Staged.found;
import static io.github.vertexbridge.doctor.Staged.mended;
import static io.github.vertexbridge.doctor.Wrongs.CLIENT;
import static io.github.vertexbridge.doctor.Wrongs.OID;
import static io.github.vertexbridge.doctor.Wrongs.OTHER_OID;
import static io.github.vertexbridge.doctor.Wrongs.POOL;
import static io.github.vertexbridge.doctor.Wrongs.SA;
import static io.github.vertexbridge.doctor.Wrongs.account;
import static io.github.vertexbridge.doctor.Wrongs.bind;
import static io.github.vertexbridge.doctor.Wrongs.disable;
import static io.github.vertexbridge.doctor.Wrongs.error;
import static io.github.vertexbridge.doctor.Wrongs.google;
import static io.github.vertexbridge.doctor.Wrongs.info;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What can be wrong at IAM Credentials and at Vertex. */
final class StagedGoogle {
  private StagedGoogle() {}

  static List<Staged> all() {
    return Stream.concat(impersonation().stream(), vertex().stream()).toList();
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
        found("V06", "perimeter", StagedGoogle::perimeter),
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
        mended("V11", "host of another location", StagedGoogle::otherHost),
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
        found("V14", "quota", StagedGoogle::quota));
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
}
