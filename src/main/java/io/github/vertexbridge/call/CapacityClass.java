package io.github.vertexbridge.call;

/**
 * Which of Vertex AI's capacity a call asks for: the headers {@code X-Vertex-AI-LLM-Request-Type}
 * and {@code X-Vertex-AI-LLM-Shared-Request-Type}.
 *
 * <p>Source: "Standard PayGo", "Priority PayGo", "Flex PayGo" and "Provisioned Throughput" of
 * Vertex AI. Priority and flex are served on {@code global} only.
 */
public enum CapacityClass {
  /** Provisioned throughput only. */
  DEDICATED,
  /** Past provisioned throughput. */
  SHARED,
  PRIORITY,
  FLEX
}
