package io.github.vertexbridge.bridge;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.policy.Question;
import io.github.vertexbridge.surface.Answers;
import io.github.vertexbridge.surface.Query;
import java.util.Map;
import java.util.Set;

/**
 * {@code GET /bridge/policy/explain?caller=…&call=…} for operators: the policy in force, since
 * when, whether a newer file was refused and why; and, if asked, whether a caller may make a call.
 */
final class PolicyPage {
  private static final Set<String> PARAMETERS = Set.of("caller", "call");

  private final CurrentPolicy policies;

  PolicyPage(CurrentPolicy policies) {
    this.policies = policies;
  }

  /**
   * The answer for an operator.
   *
   * @throws io.github.vertexbridge.call.FailureException OPERATORS_ONLY without the role,
   *     FIELD_INVALID for what is no question, QUERY_NOT_ALLOWED for other parameters
   */
  Answer explain(Inbound inbound, Caller caller, CorrelationId id) {
    Operators.demand(caller);
    CurrentPolicy.State state = policies.state();
    JsonObject body = new JsonObject();
    body.add("policy", policy(state));
    Map<String, String> query = Query.of(inbound, PARAMETERS);
    if (!query.isEmpty()) {
      body.add("explanation", explanation(query, state.policy()));
    }
    return Answers.of(200, body, id);
  }

  private static JsonObject policy(CurrentPolicy.State state) {
    JsonObject json = new JsonObject();
    json.addProperty("version", state.policy().version());
    json.addProperty("since", state.since().toString());
    state
        .refusal()
        .ifPresent(
            refusal -> {
              JsonObject refused = new JsonObject();
              refused.addProperty("since", refusal.since().toString());
              refused.addProperty("why", refusal.why());
              json.add("refused", refused);
            });
    return json;
  }

  private static JsonObject explanation(Map<String, String> query, Policy policy) {
    try {
      Question question =
          Question.of(query.getOrDefault("caller", ""), query.getOrDefault("call", ""));
      return JsonParser.parseString(question.ask(policy).toJson()).getAsJsonObject();
    } catch (IllegalArgumentException e) {
      throw Failure.of(
              FailureCode.FIELD_INVALID,
              "The query is no question: " + e.getMessage(),
              "Ask with caller and call. " + Question.USAGE)
          .asException();
    }
  }
}
