package io.github.vertexbridge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogOutputTest {
  private static final String FORGED =
      "first\r\n2026-11-26T00:00:00Z ERROR forged\u2028again\u0085\u000b\u001b[31m";
  private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln";

  private static final Map<String, String> CALL = Map.of(CallScope.LOG_KEY, "0123456789abcdef");

  private final LoggerContext context = new LoggerContext();

  LogOutputTest() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  private ILoggingEvent event(String message, Map<String, String> logContext) {
    LoggingEvent event =
        new LoggingEvent(
            "",
            context.getLogger("bridge.test"),
            ch.qos.logback.classic.Level.WARN,
            message,
            new IllegalStateException("because of\n" + TOKEN),
            new Object[0]);
    event.setMDCPropertyMap(logContext);
    return event;
  }

  private Encoder<ILoggingEvent> text() throws Exception {
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
    OutputStreamAppender<ILoggingEvent> console =
        (OutputStreamAppender<ILoggingEvent>)
            context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("CONSOLE");
    return console.getEncoder();
  }

  private static String line(Encoder<ILoggingEvent> encoder, ILoggingEvent event) {
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void text_whenMessageAndExceptionHaveNewLines_thenOneLineWithTheIdAndWithoutTokens()
      throws Exception {
    String line = line(text(), event(FORGED + " " + TOKEN, CALL));

    assertThat(line.stripTrailing())
        .doesNotContain("\n", "\r", "\u2028", "\u0085", "\u000b", "\u001b")
        .contains("first | 2026");
    assertThat(line).contains("WARN  0123456789abcdef bridge.test first").doesNotContain("eyJ");
    assertThat(line).contains("IllegalStateException").contains("[redacted]");
  }

  @Test
  void text_whenThereIsNoCall_thenNoId() throws Exception {
    assertThat(line(text(), event("hello", Map.of()))).contains("WARN  bridge.test hello");
  }

  @Test
  void json_whenMessageAndExceptionHaveNewLines_thenOneObjectOnOneLineWithoutTokens() {
    JsonEncoder encoder = LogOutput.encoder();
    encoder.setContext(context);
    encoder.start();

    String line = line(encoder, event(FORGED + " " + TOKEN, CALL));

    assertThat(line.stripTrailing()).doesNotContain("\n", "\r");
    assertThat(line).doesNotContain("eyJ");
    JsonObject json = JsonParser.parseString(line).getAsJsonObject();
    assertThat(json.get("level").getAsString()).isEqualTo("WARN");
    assertThat(json.get("loggerName").getAsString()).isEqualTo("bridge.test");
    assertThat(json.get("formattedMessage").getAsString()).startsWith(FORGED);
    assertThat(json.getAsJsonObject("mdc").get("correlationId").getAsString())
        .isEqualTo("0123456789abcdef");
    assertThat(json.getAsJsonObject("throwable").get("className").getAsString())
        .contains("IllegalStateException");
  }
}
