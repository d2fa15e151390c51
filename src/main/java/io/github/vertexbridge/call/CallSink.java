package io.github.vertexbridge.call;

/** Takes the report of every call that ended, allowed or denied. Thread safe; must not throw. */
public interface CallSink {
  void ended(CallReport report);
}
