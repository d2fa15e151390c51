package io.github.vertexbridge.doctor;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.bridge.LiveDoctor;
import io.github.vertexbridge.config.Settings;
import io.github.vertexbridge.config.SettingsException;
import io.github.vertexbridge.config.ShownSettings;
import io.github.vertexbridge.identity.MsalEnvironment;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.policy.PolicyException;
import io.github.vertexbridge.sandbox.Sandbox;
import io.github.vertexbridge.sandbox.SandboxOptions;
import io.github.vertexbridge.sandbox.World;
import io.github.vertexbridge.sandbox.WorldState;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An app in front of the sandbox, in this process, where things can be set wrong and mended. The
 * deployment's export is made anew of the world at each examination, as its owner is told to.
 */
final class Stage implements AutoCloseable {
  private static final Map<String, String> PLATFORM =
      Map.of(
          "agent", "true",
          "jvm.arguments", "-XX:TieredStopAtLevel=1 -XX:TieredStopAtLevel=4",
          "google-auth", "1.57.0");

  private final Sandbox sandbox;
  private final SSLContext before;
  private final Catalogue catalogue = Catalogue.load();
  private final WorldState standard = World.standard().state();
  private volatile Duration ahead = Duration.ZERO;

  private WorldState deployed = standard;
  private Map<String, String> settings = Map.of();
  private String policy = "";
  private String header = "";
  private UnaryOperator<JsonObject> export = json -> json;
  private Map<String, String> platform = PLATFORM;
  private UnaryOperator<Observed> observed = seen -> seen;
  private boolean exported = true;

  Stage(Path directory) throws IOException, GeneralSecurityException {
    InstantSource clock = () -> Instant.now().plus(ahead);
    sandbox = Sandbox.start(directory, World.standard(), new SandboxOptions(clock, Map.of()));
    before = SSLContext.getDefault();
    SSLContext.setDefault(trusting(sandbox));
  }

  private static SSLContext trusting(Sandbox sandbox) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(sandbox.trustStore())) {
      trusted.load(file, sandbox.trustStorePassword().toCharArray());
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, managers.getTrustManagers(), null);
    return tls;
  }

  /** A careful deployment, in which nothing is wrong. */
  void reset() throws IOException {
    ahead = Duration.ZERO;
    sandbox.reset();
    deployed(standard);
    policy = Files.readString(Path.of("src/main/resources/policy.json"));
    header = sandbox.appSettings().getOrDefault("IDENTITY_HEADER", "");
    export = json -> json;
    exported = true;
    platform = PLATFORM;
    observed = seen -> seen;
  }

  /** Takes this for what was deployed, and the clouds for being so. */
  void deployed(WorldState state) {
    deployed = state;
    sandbox.world().update(now -> state);
    settings = new HashMap<>(sandbox.appSettings());
    settings.putAll(
        Map.of(
            "WEBSITE_SITE_NAME", WorldExport.APP,
            "WEBSITE_RESOURCE_GROUP", WorldExport.GROUP,
            "FUNCTIONS_WORKER_RUNTIME", "java",
            "APPLICATIONINSIGHTS_ENABLE_AGENT", "true",
            "JAVA_OPTS", "-XX:TieredStopAtLevel=4",
            "AzureWebJobsDisableHomepage", "true",
            "FUNCTIONS_ENABLE_DRAIN_ON_APP_STOPPING", "true",
            "WEBSITE_SWAP_WARMUP_PING_PATH", "/bridge/health/ready"));
  }

  Sandbox sandbox() {
    return sandbox;
  }

  WorldState deployed() {
    return deployed;
  }

  void world(String mergePatch) {
    sandbox.world().patch(mergePatch);
  }

  void provider(String mergePatch) {
    sandbox.world().patchProvider(mergePatch);
  }

  Map<String, String> settings() {
    return settings;
  }

  void set(String name, String value) {
    settings.put(name, value);
  }

  void unset(String name) {
    settings.remove(name);
  }

  /** What the platform gave as IDENTITY_HEADER when the process started. */
  void header(String value) {
    header = value;
  }

  /** A restart: the process sees the platform's present values. */
  void restart() {
    header = sandbox.appSettings().getOrDefault("IDENTITY_HEADER", "");
  }

  void policy(UnaryOperator<String> change) {
    policy = change.apply(policy);
  }

  void export(Consumer<JsonObject> change) {
    export =
        json -> {
          change.accept(json);
          return json;
        };
  }

  /** Nobody exported anything. */
  void withoutExport() {
    exported = false;
  }

  /** The export is of now, whatever happens later. */
  void exportNow() {
    String frozen = json().toString();
    export = ignored -> JsonParser.parseString(frozen).getAsJsonObject();
  }

  private JsonObject json() {
    return export.apply(WorldExport.of(sandbox.world().state(), deployed));
  }

  void platform(String name, String value) {
    platform = new HashMap<>(platform);
    platform.put(name, value);
  }

  void observed(UnaryOperator<Observed> change) {
    observed = change;
  }

  /** Lets time pass, on both clouds and here. */
  void pass(Duration time) {
    ahead = ahead.plus(time);
  }

  /** Looks at the app and judges. */
  Report examine() throws Exception {
    return new Doctor(catalogue).examine(evidence());
  }

  Evidence evidence() throws Exception {
    PolicyFile file = PolicyFile.parse(policy, "policy.json");
    Optional<Deployment> deployment =
        exported
            ? Optional.of(Deployment.parse(json().toString(), "deployment.json"))
            : Optional.empty();
    return new Evidence(
        Instant.now().plus(ahead),
        Optional.of(new AppSettings(ShownSettings.of(settings), true)),
        deployment,
        Optional.of(file),
        observe(file).map(observed));
  }

  private Optional<Observed> observe(PolicyFile file) throws Exception {
    try {
      Settings read = Settings.from(settings);
      MsalEnvironment.appService(
          URI.create(settings.getOrDefault("IDENTITY_ENDPOINT", "")), header);
      LiveDoctor doctor =
          new LiveDoctor(
              read,
              ShownSettings.of(settings),
              () -> file.policy().orElseGet(Stage::noRules),
              List.of(),
              hop -> {},
              () -> Instant.now().plus(ahead));
      return Optional.of(doctor.observe(platform));
    } catch (SettingsException e) {
      return Optional.empty(); // the app does not start: nobody can look from inside
    }
  }

  private static Policy noRules() {
    try {
      return Policy.parse(Files.readString(Path.of("src/main/resources/policy.json")));
    } catch (PolicyException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws Exception {
    SSLContext.setDefault(before);
    MsalEnvironment.restore();
    sandbox.close();
  }
}
