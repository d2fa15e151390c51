package io.github.vertexbridge.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.github.vertexbridge.call.Redaction;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the log looks on stdout; until the settings are read, lines are text from INFO on. */
public final class LogOutput {
  private static final String APPENDER = "CONSOLE";

  private LogOutput() {}

  /**
   * Changes it.
   *
   * @param level the least that is written
   * @param json one JSON object a line, for collectors, instead of a line for people
   */
  public static void set(String level, boolean json) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      LoggerFactory.getLogger(LogOutput.class)
          .warn("The log is not logback's: its level and form stay as they are");
      return;
    }
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(level));
    // Says something only if it was asked for, and then whatever the level.
    context.getLogger(BodyLog.LOGGER).setLevel(Level.INFO);
    if (json && root.getAppender(APPENDER) instanceof OutputStreamAppender<ILoggingEvent> console) {
      JsonEncoder encoder = encoder();
      encoder.setContext(context);
      encoder.start();
      console.setEncoder(encoder);
    }
  }

  /** One line an event, and the last net: nothing that looks like a token leaves. */
  static JsonEncoder encoder() {
    JsonEncoder encoder =
        new JsonEncoder() {
          @Override
          public byte[] encode(ILoggingEvent event) {
            String line = new String(super.encode(event), StandardCharsets.UTF_8);
            return Redaction.tokens(line).getBytes(StandardCharsets.UTF_8);
          }
        };
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    return encoder;
  }
}
