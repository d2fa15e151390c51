package io.github.vertexbridge.surface;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;

/**
 * What a call by alias asks for, told by its body: contents are generated from, instances scored.
 */
final class AliasBody {
  private static final ActionName GENERATE = new ActionName("generateContent");
  private static final ActionName PREDICT = new ActionName("predict");

  private AliasBody() {}

  static ActionName action(JsonObject body) {
    boolean contents = body.has("contents");
    boolean instances = body.has("instances");
    if (contents == instances) {
      throw Failure.of(
              FailureCode.FIELD_INVALID,
              contents
                  ? "The body has both contents and instances."
                  : "The body has neither contents nor instances.",
              "Send {\"instances\":[…],\"parameters\":{…}} to predict, or {\"contents\":[…]} to"
                  + " generate content.")
          .asException();
    }
    return contents ? GENERATE : PREDICT;
  }
}
