package io.github.vertexbridge.dev;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One call of the demo that succeeded.
 *
 * @param title what it shows
 * @param request what was sent, in a line
 * @param status of the answer
 * @param answer its body, JSON
 * @param line the app's own line of the call
 */
record DemoCall(String title, String request, int status, String answer, CallLine line) {
  private static final List<String> CHAIN =
      List.of("managed-identity", "sts", "impersonation", "vertex");

  /**
   * Checks that the call went through the whole chain.
   *
   * @throws DemoFailure that names the first hop that failed or is missing
   */
  void check() throws DemoFailure {
    if (line.failure().isPresent()) {
      throw new DemoFailure(line.failure().get().hop(), line.failure().get().text());
    }
    List<String> names = line.hops().stream().map(CallLine.Hop::name).toList();
    for (String hop : CHAIN) {
      if (!names.contains(hop)) {
        throw new DemoFailure(hop, "the call has no record of it, only of " + names);
      }
    }
    for (CallLine.Hop hop : line.hops()) {
      if (!hop.ok()) {
        throw new DemoFailure(hop.name(), "it failed");
      }
    }
    if (status != 200) {
      throw new DemoFailure("", "answered " + status + ": " + answer);
    }
  }

  /** The part of the answer that a reader wants to see. */
  String summary() {
    JsonElement body = JsonParser.parseString(answer);
    if (body.isJsonObject() && body.getAsJsonObject().has("candidates")) {
      return body.getAsJsonObject()
              .getAsJsonArray("candidates")
              .get(0)
              .getAsJsonObject()
              .getAsJsonObject("content")
              .getAsJsonArray("parts")
              .get(0)
              .getAsJsonObject()
              .get("text")
              .getAsString()
          + "  "
          + body.getAsJsonObject().get("usageMetadata");
    }
    if (body.isJsonObject() && body.getAsJsonObject().has("predictions")) {
      return body.getAsJsonObject().getAsJsonArray("predictions").asList().stream()
          .map(JsonElement::toString)
          .collect(Collectors.joining("\n" + " ".repeat(25)));
    }
    return answer;
  }
}
