package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.GenerateContentResponse.UsageMetadata.TrafficType;
import com.google.rpc.Code;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which capacity a call asks for, by its headers. Sources: "Provisioned Throughput", "Priority
 * PayGo" and "Flex PayGo", which both are for the global endpoint only.
 *
 * @param throughput {@code dedicated}, {@code shared}, or "" for the first and then the second
 * @param shared {@code priority}, {@code flex} or ""
 */
record Traffic(String throughput, String shared) {
  private static final String THROUGHPUT = "X-Vertex-AI-LLM-Request-Type";
  private static final String SHARED = "X-Vertex-AI-LLM-Shared-Request-Type";

  static Traffic of(Function<String, Optional<String>> headers) {
    return new Traffic(headers.apply(THROUGHPUT).orElse(""), headers.apply(SHARED).orElse(""));
  }

  /**
   * What answers.
   *
   * @param provisioned whether throughput was bought for the model here
   * @throws GoogleRefusal INVALID_ARGUMENT or RESOURCE_EXHAUSTED
   */
  TrafficType served(String location, boolean provisioned) {
    require(THROUGHPUT, throughput, List.of("", "dedicated", "shared"));
    require(SHARED, shared, List.of("", "priority", "flex"));
    if (!shared.isEmpty() && !location.equals("global")) {
      throw GoogleRefusal.of(
          Code.INVALID_ARGUMENT, "EMULATOR: " + shared + " is for the global endpoint only");
    }
    if (provisioned && !throughput.equals("shared")) {
      return TrafficType.PROVISIONED_THROUGHPUT;
    }
    if (throughput.equals("dedicated")) {
      throw GoogleRefusal.of(
          Code.RESOURCE_EXHAUSTED, "EMULATOR: no provisioned throughput is left for this model");
    }
    return switch (shared) {
      case "priority" -> TrafficType.ON_DEMAND_PRIORITY;
      case "flex" -> TrafficType.ON_DEMAND_FLEX;
      default -> TrafficType.ON_DEMAND;
    };
  }

  private static void require(String header, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw GoogleRefusal.of(
          Code.INVALID_ARGUMENT, "EMULATOR: " + header + " is not '" + value + "'");
    }
  }
}
