package io.github.vertexbridge.call;

/** Takes the record of every identity hop that was tried. Thread safe; must not throw. */
public interface HopSink {
  void tried(HopRecord hop);
}
