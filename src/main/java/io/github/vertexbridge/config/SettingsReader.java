package io.github.vertexbridge.config;

import io.github.vertexbridge.call.ClientId;
import io.github.vertexbridge.call.EndpointOverride;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ProviderName;
import io.github.vertexbridge.call.Redaction;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.TenantId;
import io.github.vertexbridge.config.Settings.AuditMode;
import io.github.vertexbridge.config.Settings.EasyAuth;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns an environment into {@link Settings}, collecting every problem on the way. */
final class SettingsReader {
  private static final String GUID_EXAMPLE = "1b2c3d4e-0000-4000-8000-000000000001";
  private static final int MIB = 1024 * 1024;

  private final Map<String, String> environment;
  private final InstantSource clock;
  private final List<SettingProblem> problems = new ArrayList<>();

  SettingsReader(Map<String, String> environment, InstantSource clock) {
    this.environment = environment;
    this.clock = clock;
  }

  Settings read() throws SettingsException {
    @Nullable ClientId identity =
        required(
            "AZURE_CLIENT_ID",
            "the client id (a GUID) of the user-assigned managed identity",
            GUID_EXAMPLE,
            text -> ClientId.parse(text.toLowerCase(Locale.ROOT)));
    @Nullable TenantId tenant =
        required(
            "BRIDGE_TENANT_ID",
            "the id (a GUID) of the Entra tenant whose tokens callers bring",
            GUID_EXAMPLE,
            text -> TenantId.parse(text.toLowerCase(Locale.ROOT)));
    @Nullable String apiAudience =
        required(
            "BRIDGE_API_AUDIENCE",
            "the App ID URI or client id that callers' tokens are issued for",
            "api://" + GUID_EXAMPLE,
            SettingsReader::resource);
    @Nullable String federation =
        required(
            "BRIDGE_FEDERATION_RESOURCE",
            "the App ID URI of the federation app, without /.default and without a scope",
            "api://" + GUID_EXAMPLE,
            SettingsReader::resource);
    URI entraEndpoint = endpoint("BRIDGE_ENTRA_ENDPOINT", "https://login.microsoftonline.com");
    EasyAuth easyAuth =
        optional(
            "BRIDGE_EASY_AUTH",
            "off or required",
            "off",
            EasyAuth.OFF,
            text ->
                text.equals("off")
                    ? Optional.of(EasyAuth.OFF)
                    : text.equals("required") ? Optional.of(EasyAuth.REQUIRED) : Optional.empty());
    Settings.Log log = log();
    boolean ownDependencies =
        optional(
            "BRIDGE_TELEMETRY_DEPENDENCIES",
            "agent, or bridge where the agent does not report calls over HTTP",
            "agent",
            false,
            text ->
                Set.of("agent", "bridge").contains(text)
                    ? Optional.of(text.equals("bridge"))
                    : Optional.empty());
    boolean authEnabled = Boolean.parseBoolean(value("WEBSITE_AUTH_ENABLED").orElse("false"));
    if (easyAuth == EasyAuth.REQUIRED && !authEnabled) {
      problems.add(
          new SettingProblem(
              "WEBSITE_AUTH_ENABLED",
              value("WEBSITE_AUTH_ENABLED").map(SettingsReader::quote).orElse("nothing"),
              "True, which the platform sets when App Service authentication is on, because"
                  + " BRIDGE_EASY_AUTH=required",
              "BRIDGE_EASY_AUTH=off, or turn App Service authentication on"));
    }

    @Nullable ProviderName provider =
        required(
            "BRIDGE_WIF_PROVIDER",
            "//iam.googleapis.com/projects/NUMBER/locations/global/workloadIdentityPools/POOL"
                + "/providers/PROVIDER, with the project's number, not its id",
            "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools"
                + "/azure/providers/entra",
            ProviderName::parse);
    @Nullable ProjectId project =
        required(
            "BRIDGE_GOOGLE_PROJECT",
            "the id of the Google project whose models and endpoints are called",
            "my-vertex-project",
            ProjectId::parse);
    Optional<String> projectNumber =
        maybe(
            "BRIDGE_GOOGLE_PROJECT_NUMBER",
            "the number of the project that BRIDGE_GOOGLE_PROJECT names, or nothing",
            "123456789012",
            text -> Optional.of(text).filter(number -> number.matches("[0-9]{6,19}")));
    Optional<ServiceAccount> defaultAccount =
        maybe(
            "BRIDGE_DEFAULT_SERVICE_ACCOUNT",
            "a service account's email address, or nothing for direct access",
            "vertex-bridge@my-vertex-project.iam.gserviceaccount.com",
            ServiceAccount::parse);
    URI sts = endpoint("BRIDGE_STS_ENDPOINT", "https://sts.googleapis.com");
    URI iam = endpoint("BRIDGE_IAM_ENDPOINT", "https://iamcredentials.googleapis.com");
    EndpointOverride vertex = override("BRIDGE_VERTEX_ENDPOINT");
    EndpointOverride vertexGrpc = override("BRIDGE_VERTEX_GRPC_ENDPOINT");
    Map<String, URI> privateEndpoints =
        optional(
            "BRIDGE_VERTEX_PRIVATE_ENDPOINTS",
            "a list endpointId=origin,… of https origins",
            "1234567890=https://10.0.0.6",
            Map.of(),
            SettingsReader::byEndpoint);

    Settings.Storage storage =
        new Settings.Storage(service("blob"), service("queue"), service("table"));
    Settings.Jobs jobs = jobs();
    platformIdentity();
    String policy =
        optional(
            "BRIDGE_POLICY",
            "classpath:NAME, an absolute path or an https URL",
            "classpath:policy.json",
            "classpath:policy.json",
            text ->
                text.startsWith("classpath:") || text.startsWith("/") || text.startsWith("https://")
                    ? Optional.of(text)
                    : Optional.empty());
    Duration policyReload =
        optional(
            "BRIDGE_POLICY_RELOAD",
            "a number of seconds from 1 to 99, or 0 for never",
            "30s",
            Duration.ofSeconds(30),
            text ->
                text.matches("[0-9]{1,2}s?")
                    ? Optional.of(Duration.ofSeconds(Long.parseLong(text.replace("s", ""))))
                    : Optional.empty());
    AuditMode audit =
        optional(
            "BRIDGE_AUDIT",
            "required or best-effort",
            "required",
            AuditMode.REQUIRED,
            text ->
                text.equals("required")
                    ? Optional.of(AuditMode.REQUIRED)
                    : text.equals("best-effort")
                        ? Optional.of(AuditMode.BEST_EFFORT)
                        : Optional.empty());
    int maxBody =
        optional(
            "BRIDGE_MAX_BODY",
            "a number of bytes from 1024 to 104857600, or the same with KiB or MiB",
            "20MiB",
            20 * MIB,
            SettingsReader::bytes);
    Duration hopTimeout =
        optional(
            "BRIDGE_HOP_TIMEOUT",
            "a number of seconds from 1 to 60",
            "5s",
            Duration.ofSeconds(5),
            SettingsReader::seconds);

    if (identity == null
        || tenant == null
        || apiAudience == null
        || federation == null
        || provider == null
        || project == null
        || !problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return new Settings(
        new Settings.Entra(identity, tenant, apiAudience, federation, entraEndpoint, easyAuth),
        new Settings.Google(
            provider,
            project,
            projectNumber,
            defaultAccount,
            sts,
            iam,
            vertex,
            vertexGrpc,
            privateEndpoints),
        storage,
        jobs,
        new Settings.Platform(
            authEnabled,
            value("WEBSITE_SLOT_NAME").orElse("Production"),
            value("WEBSITE_INSTANCE_ID").orElse(Settings.Platform.LOCAL),
            Boolean.parseBoolean(value("APPLICATIONINSIGHTS_ENABLE_AGENT").orElse("false")),
            ownDependencies),
        policy,
        policyReload,
        log,
        audit,
        maxBody,
        hopTimeout);
  }

  /** The platform sets these two when the app has an identity; nothing works without them. */
  private void platformIdentity() {
    for (String name : List.of("IDENTITY_ENDPOINT", "IDENTITY_HEADER")) {
      if (value(name).isEmpty()) {
        problems.add(
            new SettingProblem(
                name,
                "nothing",
                "a value that App Service sets by itself once the app has a managed identity",
                "az functionapp identity assign -g GROUP -n APP --identities IDENTITY"));
      }
    }
  }

  /** The host's own names for the storage account, by identity: shipped code reads no keys. */
  private Optional<URI> service(String kind) {
    String name = "AzureWebJobsStorage__" + kind + "ServiceUri";
    Optional<String> account = value("AzureWebJobsStorage__accountName");
    if (value(name).isEmpty() && account.isPresent()) {
      return Optional.of(URI.create("https://" + account.get() + "." + kind + ".core.windows.net"));
    }
    return maybe(
        name,
        "the https URL of the storage account's " + kind + " service",
        "https://myaccount." + kind + ".core.windows.net",
        text -> text.startsWith("https://") ? Optional.of(URI.create(text)) : Optional.empty());
  }

  private Settings.Log log() {
    return new Settings.Log(
        optional(
            "BRIDGE_LOG_LEVEL",
            "ERROR, WARN, INFO, DEBUG or TRACE",
            "INFO",
            Settings.Level.INFO,
            LogSettings::level),
        optional("BRIDGE_LOG_FORMAT", "text or json", "text", false, LogSettings::json),
        maybe(
            "BRIDGE_LOG_BODIES_UNTIL",
            "a moment in UTC, at most 24 hours ahead",
            "2026-11-26T18:00:00Z",
            text -> LogSettings.bodiesUntil(text, clock.instant())));
  }

  private Settings.Jobs jobs() {
    return new Settings.Jobs(
        number("BRIDGE_JOBS_ATTEMPTS", "a number of attempts", 1, 20, 5),
        Duration.ofSeconds(number("BRIDGE_JOBS_LEASE", "a number of seconds", 5, 600, 60)),
        Duration.ofDays(number("BRIDGE_JOBS_RETENTION", "a number of days", 1, 365, 7)));
  }

  private int number(String name, String what, int least, int most, int standard) {
    return optional(
        name,
        "%s from %d to %d".formatted(what, least, most),
        String.valueOf(standard),
        standard,
        text -> {
          if (!text.matches("[0-9]{1,4}")) {
            return Optional.empty();
          }
          int number = Integer.parseInt(text);
          return number >= least && number <= most ? Optional.of(number) : Optional.empty();
        });
  }

  private URI endpoint(String name, String standard) {
    return optional(
        name,
        "an https origin without a path",
        standard,
        URI.create(standard),
        EndpointOverride::origin);
  }

  private EndpointOverride override(String name) {
    return optional(
        name,
        "an https origin, which may hold {location}, or a list location=origin,…",
        "europe-west4=https://10.0.0.4,europe-west1=https://10.0.0.5",
        EndpointOverride.NONE,
        EndpointOverride::parse);
  }

  private <T> @Nullable T required(
      String name, String expected, String example, Function<String, Optional<T>> parser) {
    Optional<String> text = value(name);
    Optional<T> parsed = text.flatMap(parser);
    if (parsed.isEmpty()) {
      problems.add(
          new SettingProblem(
              name, text.map(SettingsReader::quote).orElse("nothing"), expected, example));
    }
    return parsed.orElse(null);
  }

  private <T> T optional(
      String name,
      String expected,
      String example,
      T standard,
      Function<String, Optional<T>> parser) {
    return maybe(name, expected, example, parser).orElse(standard);
  }

  private <T> Optional<T> maybe(
      String name, String expected, String example, Function<String, Optional<T>> parser) {
    Optional<String> text = value(name);
    Optional<T> parsed = text.flatMap(parser);
    if (text.isPresent() && parsed.isEmpty()) {
      problems.add(new SettingProblem(name, quote(text.get()), expected, example));
    }
    return parsed;
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  private static String quote(String text) {
    return "'" + Redaction.scrub(text) + "'";
  }

  private static Optional<String> resource(String text) {
    boolean scoped = text.contains("/.") || text.contains(" ") || text.endsWith("/");
    boolean known =
        text.startsWith("api://")
            || text.startsWith("https://")
            || ClientId.parse(text).isPresent();
    return known && !scoped ? Optional.of(text) : Optional.empty();
  }

  private static Optional<Map<String, URI>> byEndpoint(String text) {
    Map<String, URI> origins = new HashMap<>();
    for (String entry : text.split(",", -1)) {
      String[] parts = entry.strip().split("=", 2);
      Optional<URI> origin =
          parts.length == 2 ? EndpointOverride.origin(parts[1].strip()) : Optional.empty();
      if (origin.isEmpty() || !parts[0].strip().matches("[A-Za-z0-9-]{1,63}")) {
        return Optional.empty();
      }
      origins.put(parts[0].strip(), origin.get());
    }
    return Optional.of(origins);
  }

  private static Optional<Integer> bytes(String text) {
    String digits = text.replaceFirst("(KiB|MiB)$", "").strip();
    if (!digits.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    long unit = text.endsWith("MiB") ? MIB : text.endsWith("KiB") ? 1024 : 1;
    long bytes = Long.parseLong(digits) * unit;
    return bytes >= 1024 && bytes <= 100L * MIB ? Optional.of((int) bytes) : Optional.empty();
  }

  private static Optional<Duration> seconds(String text) {
    String digits = text.replaceFirst("s$", "").strip();
    if (!digits.matches("[0-9]{1,2}")) {
      return Optional.empty();
    }
    int seconds = Integer.parseInt(digits);
    return seconds >= 1 && seconds <= 60
        ? Optional.of(Duration.ofSeconds(seconds))
        : Optional.empty();
  }
}
