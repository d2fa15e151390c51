package io.github.vertexbridge.identity;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An error answer of any of the three hops, as far as it could be read.
 *
 * <p>STS: RFC 6749 section 5.2 ({@code error}, {@code error_description}), or a {@code
 * google.rpc.Status} from the infrastructure before it. IAM: {@code google.rpc.Status} with {@code
 * ErrorInfo}. The managed identity endpoint: {@code statusCode}, {@code message}, {@code
 * correlationId} with the names in any case, or Entra's error passed through.
 *
 * @param error OAuth error code
 * @param text {@code error_description} or {@code message}
 * @param rpcStatus name of the {@code google.rpc.Code}
 * @param reason {@code ErrorInfo.reason}
 * @param metadata {@code ErrorInfo.metadata}
 * @param codes Entra's {@code error_codes}, without the letters
 * @param correlationId of the managed identity endpoint or Entra
 */
record UpstreamError(
    Optional<String> error,
    Optional<String> text,
    Optional<String> rpcStatus,
    Optional<String> reason,
    Map<String, String> metadata,
    List<String> codes,
    Optional<String> correlationId) {

  /** Empty if the body is no JSON object. */
  static Optional<UpstreamError> parse(String body) {
    Map<String, Object> top;
    try {
      top = lowerCase(JSONObjectUtils.parse(body));
    } catch (ParseException e) {
      return Optional.empty();
    }
    return Optional.of(
        top.get("error") instanceof Map<?, ?> status ? google(lowerCase(status)) : plain(top));
  }

  private static UpstreamError plain(Map<String, Object> top) {
    List<String> codes =
        top.get("error_codes") instanceof Collection<?> values
            ? values.stream().map(String::valueOf).toList()
            : List.of();
    return new UpstreamError(
        string(top, "error"),
        string(top, "error_description").or(() -> string(top, "message")),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        codes,
        string(top, "correlationid").or(() -> string(top, "correlation_id")));
  }

  private static UpstreamError google(Map<String, Object> status) {
    Map<String, Object> info = errorInfo(status.get("details"));
    Map<String, String> metadata = new TreeMap<>();
    if (info.get("metadata") instanceof Map<?, ?> values) {
      values.forEach((name, value) -> metadata.put(String.valueOf(name), String.valueOf(value)));
    }
    return new UpstreamError(
        Optional.empty(),
        string(status, "message"),
        string(status, "status"),
        string(info, "reason"),
        metadata,
        List.of(),
        Optional.empty());
  }

  private static Map<String, Object> errorInfo(@Nullable Object details) {
    if (details instanceof Collection<?> all) {
      for (Object detail : all) {
        if (detail instanceof Map<?, ?> fields && fields.containsKey("reason")) {
          return lowerCase(fields);
        }
      }
    }
    return Map.of();
  }

  private static Optional<String> string(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Map<String, Object> lowerCase(Map<?, ?> fields) {
    Map<String, Object> lower = new TreeMap<>();
    fields.forEach(
        (name, value) -> {
          if (value != null) {
            lower.put(String.valueOf(name).toLowerCase(Locale.ROOT), value);
          }
        });
    return lower;
  }
}
