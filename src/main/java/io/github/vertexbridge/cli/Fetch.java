package io.github.vertexbridge.cli;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Gets a page of a deployed app. Given to commands: this room has no network client. */
@FunctionalInterface
public interface Fetch {

  /** Status and body. */
  record Page(int status, String body) {}

  /**
   * Gets a page.
   *
   * @param token for the Authorization header, if any
   * @throws IOException if there is no answer
   */
  Page get(URI page, Optional<String> token) throws IOException;
}
