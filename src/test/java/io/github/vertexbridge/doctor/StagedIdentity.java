package io.github.vertexbridge.doctor;

import static io.github.vertexbridge.doctor.Staged.found;
import static io.github.vertexbridge.doctor.Staged.mended;
import static io.github.vertexbridge.doctor.Wrongs.CLIENT;
import static io.github.vertexbridge.doctor.Wrongs.FED;
import static io.github.vertexbridge.doctor.Wrongs.OTHER_CLIENT;
import static io.github.vertexbridge.doctor.Wrongs.OTHER_OID;
import static io.github.vertexbridge.doctor.Wrongs.TENANT;
import static io.github.vertexbridge.doctor.Wrongs.V2;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What can be wrong before the first hop to Google. */
final class StagedIdentity {
  private StagedIdentity() {}

  static List<Staged> all() {
    return List.of(
        mended("M01", "no identity", s -> s.unset("IDENTITY_ENDPOINT")),
        mended("M02", "identity not attached", s -> s.world(identities(CLIENT, ""))),
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
        found("M08", "registration changed, token cached", StagedIdentity::cachedToken),
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
        mended("M12", "slot with an identity of its own", StagedIdentity::slotIdentity),
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
    return object.isEmpty()
        ? "{\"functionApp\":{\"identities\":{\"%s\":null}}}".formatted(client)
        : ("{\"functionApp\":{\"identities\":{\"%s\":{\"objectId\":\"%s\",\"resourceId\":"
                + "\"/subscriptions/s/other\",\"systemAssigned\":false}}}}")
            .formatted(client, object);
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
}
