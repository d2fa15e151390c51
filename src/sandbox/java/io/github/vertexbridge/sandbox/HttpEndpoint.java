package io.github.vertexbridge.sandbox;

import java.util.Optional;

/** What one component says over HTTP; knows no sockets and no faults. */
interface HttpEndpoint {

  /** A request has arrived; called before {@link #answer}, and alone if the fault replaces it. */
  void arrived(Request request, Optional<Fault> fault);

  Reply answer(Request request);
}
