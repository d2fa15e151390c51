package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.FailureException;

/** Where subject tokens come from. */
interface SubjectSource {

  /**
   * A subject token, perhaps from the library's own cache.
   *
   * @throws FailureException at {@code managed-identity}
   */
  SubjectToken issue();

  /**
   * A subject token past every cache of this process; the platform behind it has one too, so it may
   * well be the same token.
   *
   * @throws FailureException at {@code managed-identity}
   */
  SubjectToken renew();
}
