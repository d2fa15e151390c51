package io.github.vertexbridge.call;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Full resource name of a workload identity pool provider: the {@code audience} of an exchange.
 *
 * @param value for example {@code
 *     //iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/azure/providers/entra}
 */
public record ProviderName(String value) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "//iam\\.googleapis\\.com/projects/[0-9]+/locations/global/workloadIdentityPools/[a-z0-9-]{4,32}/providers/[a-z0-9-]{4,32}");

  public ProviderName {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a provider name");
    }
  }

  public static Optional<ProviderName> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new ProviderName(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
