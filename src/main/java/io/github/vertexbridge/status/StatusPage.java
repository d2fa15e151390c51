package io.github.vertexbridge.status;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * The page as HTML: no script, one style sheet inside, everything escaped by the template library.
 * Thread safe.
 */
public final class StatusPage {
  private static final String FOLDER = "status";

  private final Template template;
  private final String style;

  public StatusPage() {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_33);
    configuration.setClassLoaderForTemplateLoading(StatusPage.class.getClassLoader(), FOLDER);
    configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
    configuration.setLocale(Locale.ROOT);
    configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
    configuration.setAutoEscapingPolicy(Configuration.FORCE_AUTO_ESCAPING_POLICY);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setNumberFormat("computer");
    try {
      this.template = configuration.getTemplate("status.ftlh");
      this.style = resource("status.css");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The page as HTML.
   *
   * @param refreshing whether the page comes again by itself
   */
  public String render(Snapshot snapshot, boolean refreshing) {
    StringWriter html = new StringWriter();
    try {
      template.process(
          Map.of("view", new StatusView(snapshot), "style", style, "refreshing", refreshing), html);
    } catch (TemplateException | IOException e) {
      throw new IllegalStateException("the status page's template is wrong", e);
    }
    return html.toString();
  }

  /** Content-Security-Policy: nothing but our own style sheet, by its hash. */
  public String securityPolicy() {
    return "default-src 'none'; style-src 'sha256-"
        + sha256(style)
        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream =
        StatusPage.class.getClassLoader().getResourceAsStream(FOLDER + "/" + name)) {
      if (stream == null) {
        throw new IOException("no " + name + " on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
