package io.github.vertexbridge.vertex;

/**
 * Interrupts the thread that made it when time is up, and never after {@link #stop}.
 *
 * <p>This is how a blocking call gets one total deadline, name resolution and a dripping body
 * included, at the cost of a timer entry: {@code HttpRequest.timeout} ends with the headers, and
 * the JDK's {@code sendAsync} goes through the common pool (measured: a fifth of the throughput).
 */
final class Alarm implements Runnable {
  private final Thread waiting = Thread.currentThread();
  private boolean over;
  private boolean rang;

  @Override
  public synchronized void run() {
    if (!over) {
      rang = true;
      waiting.interrupt();
    }
  }

  /**
   * Ends the watch; to be called by the waiting thread.
   *
   * @return whether it rang; its interrupt is then taken back
   */
  synchronized boolean stop() {
    if (!over && rang) {
      Thread.interrupted();
    }
    over = true;
    return rang;
  }
}
