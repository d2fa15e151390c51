package io.github.vertexbridge.doctor;

import static io.github.vertexbridge.doctor.Staged.found;
import static io.github.vertexbridge.doctor.Staged.mended;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** What files alone tell. */
final class StagedFiles {
  private StagedFiles() {}

  static List<Staged> all() {
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
            StagedFiles::unseen),
        found(
            "C03",
            "key of the mapping",
            s ->
                s.export(
                    json ->
                        provider(json)
                            .getAsJsonObject("attributeMapping")
                            .addProperty("assertion.aud", "assertion.aud")),
            StagedFiles::unseen),
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
}
