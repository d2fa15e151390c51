package io.github.vertexbridge.surface;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Requests about jobs. {@code POST /bridge/jobs} takes {@code
 * {"kind":"call","alias"|"path",…,"body"}} or {@code
 * {"kind":"batchPrediction",…,"location","body"}}, with {@code "notify":true} for a message on the
 * queue of results.
 */
public final class JobSurface {
  private static final String HEADER = "idempotency-key";
  private static final String KEY = "idempotencyKey";
  private static final String KIND = "kind";
  private static final String ALIAS = "alias";
  private static final String ACTION = "action";
  private static final String PATH = "path";
  private static final String LOCATION = "location";
  private static final String NOTIFY = "notify";
  private static final String BODY = "body";
  private static final Set<String> FIELDS =
      Set.of(KEY, KIND, ALIAS, ACTION, PATH, LOCATION, NOTIFY, BODY);
  private static final int LONGEST_PATH = 2000;

  /** Printable ASCII without quotes and backslash, so that both spellings of the header are one. */
  private static final Pattern KEY_SHAPE = Pattern.compile("[!#-\\[\\]-~]{1,128}");

  private final BodyRules bodyRules;

  /**
   * @param maxBody largest request, in bytes
   */
  public JobSurface(int maxBody) {
    bodyRules = new BodyRules(maxBody);
  }

  /** What the request asks for. */
  public JobRequest read(Inbound inbound) {
    bodyRules.check(inbound);
    JsonObject json = JsonText.object(inbound.body());
    Set<String> unknown = new TreeSet<>(json.keySet());
    unknown.removeAll(FIELDS);
    if (!unknown.isEmpty()) {
      throw invalid(
          "The request has fields that are not its own: "
              + Redaction.scrub(String.join(", ", unknown))
              + ".");
    }
    if (!json.has(BODY)) {
      throw invalid("The request has no body of the call in it.");
    }
    String target = text(json, PATH).orElse("");
    if (target.length() > LONGEST_PATH) {
      throw invalid("The path has more than " + LONGEST_PATH + " characters.");
    }
    String[] parts = target.split("\\?", 2);
    return new JobRequest(
        key(inbound, json),
        text(json, KIND).orElseThrow(() -> invalid("The request has no kind.")),
        parsed(json, ALIAS, AliasName::parse),
        parsed(json, ACTION, ActionName::parse),
        Optional.of(parts[0]).filter(path -> !path.isEmpty()),
        parts.length > 1 ? parts[1] : "",
        parsed(json, LOCATION, Location::parse),
        flag(json),
        json.get(BODY).toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The key of the header, if there is one; also in the quotes that
   * draft-ietf-httpapi-idempotency-key-header wants.
   *
   * @throws FailureException IDEMPOTENCY_KEY_INVALID
   */
  public static Optional<String> key(Inbound inbound) {
    return inbound
        .headers()
        .get(HEADER)
        .map(String::strip)
        .map(JobSurface::unquoted)
        .map(JobSurface::wellFormed);
  }

  /** The key, from the header or, where a client cannot send headers, from the body. */
  private static String key(Inbound inbound, JsonObject json) {
    Optional<String> header = key(inbound);
    Optional<String> member = text(json, KEY);
    if (header.isPresent() && member.isPresent() && !header.equals(member)) {
      throw badKey("The header and the body have different idempotency keys.");
    }
    return wellFormed(
        header.or(() -> member).orElseThrow(() -> badKey("The request has no idempotency key.")));
  }

  private static String wellFormed(String key) {
    if (!KEY_SHAPE.matcher(key).matches()) {
      throw badKey("The idempotency key is malformed.");
    }
    return key;
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static FailureException badKey(String seen) {
    return Failure.of(
            FailureCode.IDEMPOTENCY_KEY_INVALID,
            seen,
            "Send the header Idempotency-Key, 1 to 128 printable ASCII characters without quotes, the"
                + " same whenever this request is repeated; for example a UUID.")
        .asException();
  }

  private static <T> Optional<T> parsed(
      JsonObject json, String name, Function<String, Optional<T>> parser) {
    Optional<String> text = text(json, name);
    Optional<T> value = text.flatMap(parser);
    if (text.isPresent() && value.isEmpty()) {
      throw invalid("The request's " + name + " is malformed.");
    }
    return value;
  }

  private static Optional<String> text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw invalid("The request's " + name + " is no string.");
    }
    return Optional.of(value.getAsString());
  }

  private static boolean flag(JsonObject json) {
    JsonElement value = json.get(NOTIFY);
    if (value != null && !(value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean())) {
      throw invalid("The request's notify is neither true nor false.");
    }
    return value != null && value.getAsBoolean();
  }

  private static FailureException invalid(String seen) {
    return Failure.of(
            FailureCode.FIELD_INVALID,
            seen,
            "Send {\"kind\":\"call\",\"alias\":\"…\",\"body\":{…}}, a path of Vertex AI in place of"
                + " the alias, or the kind, location and body of a Vertex job.")
        .asException();
  }

  /**
   * The parameters of a query, of which only these names pass; values are words.
   *
   * @throws FailureException QUERY_NOT_ALLOWED
   */
  public static Map<String, String> query(Inbound inbound, Set<String> names) {
    Map<String, String> query = Query.of(inbound, names);
    if (!query.values().stream().allMatch(value -> value.matches("[A-Za-z0-9-]{1,64}"))) {
      throw Query.refusal(names);
    }
    return query;
  }

  /** Why a word is none of those that there are. */
  public static Failure unknownKind(String kind, Set<String> known) {
    return Failure.of(
        FailureCode.JOB_KIND_UNKNOWN,
        "There is no kind of job " + Redaction.scrub(kind) + ".",
        "Use one of " + String.join(", ", new TreeSet<>(known)) + ".");
  }
}
