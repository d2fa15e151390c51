package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.VertexJobKind;
import java.util.Optional;

/** Single calls to Vertex's job services; nothing here is repeated, but for a 401. */
interface JobWire extends AutoCloseable {

  /** A job to start: read and checked, nothing called yet. */
  Draft draft(VertexJobKind kind, Location location, String json, String displayName);

  VertexJob get(VertexJobKind kind, String name, OnBehalf on);

  void cancel(VertexJobKind kind, String name, OnBehalf on);

  @Override
  void close();

  /** A job that may or may not have been started. */
  interface Draft {
    /** The job of this display name; the oldest if there are several. */
    Optional<VertexJob> find(OnBehalf on);

    VertexJob create(OnBehalf on);
  }
}
