package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.HopRecord;
import java.util.List;
import java.util.Map;

/**
 * What came of a call that Vertex answered with 2xx.
 *
 * @param answer Vertex's bytes, and those of its headers that pass
 * @param token the access token that Vertex took; {@link BearerToken#origin()} tells its story
 * @param tokenFromCache whether it was there before the call
 * @param hops one record of hop {@code vertex} for each time that Vertex was called
 * @param usage token counts by their Vertex names, for example {@code promptTokenCount}
 * @param facts {@code responseId}, {@code modelVersion} or {@code modelVersionId}, {@code
 *     trafficType}, as far as given
 */
public record VertexReply(
    Answer answer,
    BearerToken token,
    boolean tokenFromCache,
    List<HopRecord> hops,
    Map<String, Long> usage,
    Map<String, String> facts) {

  public VertexReply {
    hops = List.copyOf(hops);
    usage = Map.copyOf(usage);
    facts = Map.copyOf(facts);
  }
}
