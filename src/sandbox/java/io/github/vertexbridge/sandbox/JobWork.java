package io.github.vertexbridge.sandbox;

import com.google.protobuf.Message;

/** What a job does when it has run its time. */
interface JobWork {

  /**
   * @return the job with its results
   * @throws GoogleRefusal if it fails
   */
  Message run(Job job);
}
