package io.github.vertexbridge.doctor;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.vertexbridge.sandbox.Fault;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The standard world's names, and ways to set more than one thing wrong. */
final class Wrongs {
  static final String TENANT = "5b1f3d52-6c0e-4a53-9a53-0e0d2a7c1a01";
  static final String OTHER_TENANT = "9c2e4d63-7d1f-4b64-8b64-1f1e3b8d2b02";
  static final String OID = "e8d7c6b5-2a3f-4e1d-b0c9-8f7e6d5c4b44";
  static final String OTHER_OID = "11111111-2222-4333-8444-555555555555";
  static final String CLIENT = "c3b2a190-1f4e-4c3b-a2d1-0e9f8d7c6b33";
  static final String OTHER_CLIENT = "99999999-1f4e-4c3b-a2d1-0e9f8d7c6b33";
  static final String FED = "2f6a8f10-8a52-4d0c-9a01-6f1b1c9d0f11";
  static final String SA = "vertex-bridge@vertex-sandbox.iam.gserviceaccount.com";
  static final String POOL =
      "iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/azure/";
  static final String V2 = "https://login.microsoftonline.com/" + TENANT + "/v2.0";

  private Wrongs() {}

  static void condition(Stage s, String condition) {
    JsonObject patch = new JsonObject();
    patch.addProperty("attributeCondition", condition);
    s.provider(patch.toString());
  }

  static void disable(Stage s, String service) {
    s.world("{\"project\":{\"disabledServices\":[\"" + service + "\"]}}");
  }

  static void bind(Stage s, String member) {
    s.world(
        account(
            "\"bindings\":[{\"role\":\"roles/iam.workloadIdentityUser\",\"members\":[%s]}]"
                .formatted(member.isEmpty() ? "" : "\"" + member + "\"")));
  }

  static String account(String fields) {
    return "{\"serviceAccounts\":{\"" + SA + "\":{" + fields + "}}}";
  }

  static Fault oauth(String error, String text) {
    JsonObject body = new JsonObject();
    body.addProperty("error", error);
    body.addProperty("error_description", text);
    return Fault.status(400, body.toString());
  }

  static void google(
      Stage s, String component, int status, String rpc, String message, String reason) {
    error(s, component, status, rpc, message, reason.isEmpty() ? null : info(reason, Map.of()));
  }

  static JsonObject info(String reason, Map<String, String> metadata) {
    JsonObject info = new JsonObject();
    info.addProperty("@type", "type.googleapis.com/google.rpc.ErrorInfo");
    info.addProperty("reason", reason);
    info.addProperty("domain", "googleapis.com");
    JsonObject data = new JsonObject();
    metadata.forEach(data::addProperty);
    info.add("metadata", data);
    return info;
  }

  static void error(Stage s, int status, String rpc, String message, @Nullable JsonObject info) {
    error(s, "vertex", status, rpc, message, info);
  }

  static void error(
      Stage s,
      String component,
      int status,
      String rpc,
      String message,
      @Nullable JsonObject info) {
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
}
