package io.github.vertexbridge.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a token exchange (RFC 8693 section 2.1), from a form in snake case or from JSON in
 * camel case, with their shape checked.
 */
record StsRequest(String audience, List<String> scopes, String subjectToken) {
  private static final String TYPE = "urn:ietf:params:oauth:token-type:";
  private static final int MAX_OPTIONS = 4 * 1024 * 1024;

  private static final Map<String, String> JSON_NAMES =
      Map.of(
          "grantType", "grant_type",
          "audience", "audience",
          "scope", "scope",
          "requestedTokenType", "requested_token_type",
          "subjectToken", "subject_token",
          "subjectTokenType", "subject_token_type",
          "options", "options");

  static StsRequest parse(Request request) {
    if (request.header("Authorization").isPresent()) {
      throw StsRefusal.invalidRequest("an Authorization header can cause the request to fail");
    }
    Fields fields =
        new Fields(request.hasContentType("application/json") ? json(request) : form(request));
    fields.oneOf("grant_type", Set.of("urn:ietf:params:oauth:grant-type:token-exchange"));
    fields.oneOf("requested_token_type", Set.of(TYPE + "access_token"));
    fields.oneOf("subject_token_type", Set.of(TYPE + "jwt", TYPE + "id_token"));
    if (fields.values().getOrDefault("options", "").length() > MAX_OPTIONS) {
      throw StsRefusal.invalidRequest("options longer than 4 MB");
    }
    List<String> scopes = List.of(fields.required("scope").trim().split(" +"));
    for (String scope : scopes) {
      if (!scope.startsWith("https://www.googleapis.com/auth/")) {
        throw StsRefusal.invalidRequest("no scope of Google's: " + scope);
      }
    }
    return new StsRequest(fields.required("audience"), scopes, fields.required("subject_token"));
  }

  private static Map<String, String> form(Request request) {
    if (!request.hasContentType("application/x-www-form-urlencoded")) {
      throw StsRefusal.invalidRequest("content type is neither a form nor JSON");
    }
    Map<String, String> values = new HashMap<>();
    request
        .form()
        .forEach(
            (name, all) -> {
              if (all.size() > 1) {
                throw StsRefusal.invalidRequest("parameter " + name + " is given twice");
              }
              values.put(name, all.get(0));
            });
    return values;
  }

  private static Map<String, String> json(Request request) {
    JsonObject body =
        request.json().orElseThrow(() -> StsRefusal.invalidRequest("the body is no JSON object"));
    Map<String, String> values = new HashMap<>();
    for (Map.Entry<String, JsonElement> field : body.entrySet()) {
      String name = JSON_NAMES.get(field.getKey());
      if (name == null || !field.getValue().isJsonPrimitive()) {
        throw StsRefusal.invalidRequest("unknown field " + field.getKey());
      }
      values.put(name, field.getValue().getAsString());
    }
    return values;
  }

  private record Fields(Map<String, String> values) {
    String required(String name) {
      String value = values.getOrDefault(name, "");
      if (value.isBlank()) {
        throw StsRefusal.invalidRequest("missing parameter " + name);
      }
      return value;
    }

    void oneOf(String name, Set<String> allowed) {
      if (!allowed.contains(required(name))) {
        throw StsRefusal.invalidRequest(name + " is not one of " + allowed);
      }
    }
  }
}
