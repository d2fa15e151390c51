package io.github.vertexbridge.doctor;

import static io.github.vertexbridge.doctor.Staged.found;
import static io.github.vertexbridge.doctor.Staged.mended;
import static io.github.vertexbridge.doctor.Wrongs.CLIENT;
import static io.github.vertexbridge.doctor.Wrongs.FED;
import static io.github.vertexbridge.doctor.Wrongs.OID;
import static io.github.vertexbridge.doctor.Wrongs.OTHER_OID;
import static io.github.vertexbridge.doctor.Wrongs.OTHER_TENANT;
import static io.github.vertexbridge.doctor.Wrongs.POOL;
import static io.github.vertexbridge.doctor.Wrongs.TENANT;
import static io.github.vertexbridge.doctor.Wrongs.V2;
import static io.github.vertexbridge.doctor.Wrongs.bind;
import static io.github.vertexbridge.doctor.Wrongs.condition;
import static io.github.vertexbridge.doctor.Wrongs.disable;
import static io.github.vertexbridge.doctor.Wrongs.oauth;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.sandbox.Fault;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What can be wrong at STS and on the way to it. */
final class StagedSts {
  private StagedSts() {}

  static List<Staged> all() {
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
        found("S15", "signature", StagedSts::tampered),
        found("S16", "token of 25 hours", StagedSts::oldToken),
        mended("S17", "no way to STS", s -> s.sandbox().down("sts")),
        mended(
            "S17",
            "STS hangs",
            s -> {
              s.set("BRIDGE_HOP_TIMEOUT", "2s");
              s.sandbox().faults().untilCleared("sts", Fault.hang());
            }),
        mended("S17", "no way to IAM", s -> s.sandbox().down("iam")),
        mended("S18", "open to strangers", StagedSts::open),
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

  private static void open(Stage s) {
    condition(s, "");
    bind(s, "principalSet://" + POOL + "*");
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
}
