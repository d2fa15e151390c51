package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.Redaction;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns what a hop met into a typed failure: by kind and status, by {@code ErrorInfo.reason} where
 * there is one, and by text only where STS and the managed identity endpoint offer nothing else.
 */
final class Refusals {
  private static final Duration NOTABLE_SKEW = Duration.ofSeconds(10);

  private Refusals() {}

  /** A hop that gave no usable answer. */
  static Failure of(HopFailure failure) {
    Hop hop = failure.hop();
    String seen = name(hop) + " " + failure.getMessage() + ".";
    boolean google = hop != Hop.MANAGED_IDENTITY;
    Catalogue network = google ? Catalogue.S17 : Catalogue.M09;
    return switch (failure.kind()) {
      case STATUS -> refused(hop, failure.answer().orElseThrow());
      case TIMEOUT ->
          Failure.at(hop, FailureCode.IDENTITY_TIMEOUT, seen, network.remedy())
              .withFacts(Map.of("catalogue", network.name()));
      case UNREACHABLE ->
          Failure.at(hop, FailureCode.IDENTITY_UNAVAILABLE, seen, network.remedy())
              .withFacts(Map.of("catalogue", network.name()));
      case TOO_LARGE -> Failure.at(hop, FailureCode.IDENTITY_MALFORMED, seen, checkEndpoint(hop));
      case OTHER_ORIGIN ->
          Failure.at(
              hop,
              FailureCode.INTERNAL,
              seen,
              "Report this as a fault of the bridge; nothing was sent.");
      case INTERRUPTED ->
          Failure.at(hop, FailureCode.SHUTTING_DOWN, seen, "Repeat the call: the app is stopping.");
    };
  }

  /** A hop whose answer had status 200 and made no sense, or a library that did not even ask. */
  static Failure unreadable(Hop hop, Optional<HopAnswer> answer, Throwable thrown) {
    String kind = thrown.getClass().getSimpleName();
    if (answer.isEmpty()) {
      return Failure.at(
          hop,
          FailureCode.INTERNAL,
          name(hop) + " was not asked: the library failed with " + kind + ".",
          "Report this as a fault of the bridge.");
    }
    return Failure.at(
            hop,
            FailureCode.IDENTITY_MALFORMED,
            name(hop) + " answered 200 with something that is no token answer (" + kind + ").",
            checkEndpoint(hop))
        .withFacts(facts(answer.get()));
  }

  /** An answer with another status than 200. */
  static Failure refused(Hop hop, HopAnswer answer) {
    Optional<UpstreamError> error = UpstreamError.parse(answer.text());
    Optional<Catalogue> row =
        answer.status() < 400 || transitory(answer.status())
            ? Optional.empty()
            : row(hop, answer.status(), error);
    Map<String, String> facts = facts(answer);
    row.ifPresent(r -> facts.put("catalogue", r.name()));
    error.ifPresent(
        e -> {
          put(facts, "error", e.error());
          put(facts, "status", e.rpcStatus());
          put(facts, "reason", e.reason());
          put(facts, "permission", Optional.ofNullable(e.metadata().get("permission")));
          put(facts, "service", Optional.ofNullable(e.metadata().get("service")));
          put(facts, "correlationId", e.correlationId());
        });
    FailureCode code = row.map(Catalogue::code).orElseGet(() -> code(answer.status()));
    String remedy = row.map(Catalogue::remedy).orElseGet(() -> remedy(hop, code));
    return Failure.at(hop, code, seen(hop, answer, error), remedy).withFacts(facts);
  }

  /** What the record of a failed hop tells beside what the hop was about. */
  static Map<String, String> told(Failure failure, Map<String, String> about) {
    Map<String, String> told = new TreeMap<>(about);
    told.put("failure", failure.code().name());
    put(told, "catalogue", Optional.ofNullable(failure.facts().get("catalogue")));
    if (!told.containsKey("catalogue")) {
      // What nobody knows yet is told in the upstream's own words, so that it can become a row.
      told.put("seen", Redaction.scrub(failure.seen()));
    }
    return told;
  }

  private static String seen(Hop hop, HopAnswer answer, Optional<UpstreamError> error) {
    String start = name(hop) + " answered " + answer.status();
    if (answer.status() / 100 == 3) {
      return start + ", a redirect, which is never followed.";
    }
    Optional<String> text = error.flatMap(UpstreamError::text).map(Redaction::scrub);
    Optional<String> kind =
        error.flatMap(e -> e.error().or(e::reason).or(e::rpcStatus)).map(Redaction::scrub);
    if (text.isEmpty() && kind.isEmpty()) {
      return start
          + (answer.body().length == 0 ? " and nothing else." : " without an error object.");
    }
    return start + kind.map(k -> " " + k).orElse("") + text.map(t -> ": " + t).orElse(".");
  }

  private static Optional<Catalogue> row(Hop hop, int status, Optional<UpstreamError> error) {
    String text = error.flatMap(UpstreamError::text).orElse("");
    String reason = error.flatMap(UpstreamError::reason).orElse("");
    return switch (hop) {
      case MANAGED_IDENTITY -> managedIdentity(status, error, text);
      case STS ->
          reason.isEmpty()
              ? sts(error.flatMap(UpstreamError::error).orElse(""), text)
              : google(reason, Catalogue.S12);
      case IMPERSONATION -> google(reason, Catalogue.I05).or(() -> iam(status, text));
      case VERTEX -> Optional.empty();
    };
  }

  private static Optional<Catalogue> managedIdentity(
      int status, Optional<UpstreamError> error, String text) {
    if (text.contains("No MSI found")) {
      return Optional.of(Catalogue.M03);
    }
    if (text.contains("Managed Identity found for specified")) {
      return Optional.of(Catalogue.M02);
    }
    if (entra(error, text, "500011")) {
      return Optional.of(Catalogue.M04);
    }
    if (entra(error, text, "501051")) {
      return Optional.of(Catalogue.M06);
    }
    if (status == 404) {
      return Optional.of(Catalogue.M09);
    }
    boolean fromEntra = error.flatMap(UpstreamError::error).isPresent();
    return status == 401 || (status == 400 && !fromEntra)
        ? Optional.of(Catalogue.M07)
        : Optional.empty();
  }

  private static boolean entra(Optional<UpstreamError> error, String text, String code) {
    return error.map(e -> e.codes().contains(code)).orElse(false) || text.contains("AADSTS" + code);
  }

  private static Optional<Catalogue> sts(String error, String text) {
    return switch (error) {
      case "invalid_target" -> Optional.of(Catalogue.S03);
      case "invalid_request" ->
          text.contains("Invalid value for \"audience\"")
              ? Optional.of(Catalogue.S01)
              : when(text, "size of mapped attribute", Catalogue.S10);
      case "invalid_grant" ->
          when(text, "The issuer in ID Token", Catalogue.S05)
              .or(() -> when(text, "The audience in ID Token", Catalogue.S06))
              .or(() -> when(text, "stale to sign-in", Catalogue.S07))
              .or(() -> when(text, "Error connecting to the given credential's", Catalogue.S08));
      case "unauthorized_client" ->
          when(text, "rejected by the attribute condition", Catalogue.S09)
              .or(() -> when(text, "Could not obtain a value for", Catalogue.S11));
      default -> Optional.empty();
    };
  }

  /** {@code google.api.ErrorReason} names that mean the same at both hops. */
  private static Optional<Catalogue> google(String reason, Catalogue disabledApi) {
    return switch (reason) {
      case "SERVICE_DISABLED" -> Optional.of(disabledApi);
      case "SECURITY_POLICY_VIOLATED" -> Optional.of(Catalogue.V06);
      case "IAM_PERMISSION_DENIED" -> Optional.of(Catalogue.I01);
      case "ACCOUNT_STATE_INVALID" -> Optional.of(Catalogue.I09);
      default -> Optional.empty();
    };
  }

  private static Optional<Catalogue> iam(int status, String text) {
    return switch (status) {
      case 400 ->
          Optional.of(text.contains("lifetime cannot exceed") ? Catalogue.I07 : Catalogue.I06);
      case 403 -> Optional.of(Catalogue.I01);
      case 404 -> Optional.of(Catalogue.I04);
      default -> Optional.empty();
    };
  }

  private static Optional<Catalogue> when(String text, String part, Catalogue row) {
    return text.contains(part) ? Optional.of(row) : Optional.empty();
  }

  private static FailureCode code(int status) {
    if (transitory(status)) {
      return FailureCode.IDENTITY_UNAVAILABLE;
    }
    return status < 400 ? FailureCode.IDENTITY_MALFORMED : FailureCode.IDENTITY_REFUSED;
  }

  private static boolean transitory(int status) {
    return status >= 500 || status == 429 || status == 408;
  }

  private static String remedy(Hop hop, FailureCode code) {
    return switch (code) {
      case IDENTITY_UNAVAILABLE ->
          "Wait: the bridge tries again by itself; if it lasts, look at the provider's status page.";
      case IDENTITY_MALFORMED -> checkEndpoint(hop);
      default -> "Run the doctor, which compares this hop with its configuration.";
    };
  }

  private static String checkEndpoint(Hop hop) {
    return switch (hop) {
      case STS -> "Check BRIDGE_STS_ENDPOINT and what stands between the app and it.";
      case IMPERSONATION -> "Check BRIDGE_IAM_ENDPOINT and what stands between the app and it.";
      default -> "Check what answers at the platform's IDENTITY_ENDPOINT.";
    };
  }

  private static Map<String, String> facts(HopAnswer answer) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("upstreamStatus", Integer.toString(answer.status()));
    answer
        .clockAhead()
        .filter(ahead -> ahead.abs().compareTo(NOTABLE_SKEW) > 0)
        .ifPresent(ahead -> facts.put("clockAheadSeconds", Long.toString(ahead.toSeconds())));
    return facts;
  }

  private static void put(Map<String, String> facts, String name, Optional<String> value) {
    value.map(Redaction::scrub).ifPresent(text -> facts.put(name, text));
  }

  private static String name(Hop hop) {
    return switch (hop) {
      case MANAGED_IDENTITY -> "The managed identity endpoint";
      case STS -> "Google STS";
      case IMPERSONATION -> "IAM Credentials";
      case VERTEX -> "Vertex AI";
    };
  }
}
