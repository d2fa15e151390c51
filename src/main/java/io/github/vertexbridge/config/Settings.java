package io.github.vertexbridge.config;

import io.github.vertexbridge.call.ClientId;
import io.github.vertexbridge.call.EndpointOverride;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ProviderName;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.TenantId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * All settings, checked. The README has a table of their names.
 *
 * @param entra the Azure side
 * @param google the Google side
 * @param storage the app's own storage account
 * @param jobs how accepted work is run
 * @param platform what App Service tells about itself
 * @param policy where the policy file is: {@code classpath:NAME}, an absolute path or an https URL
 * @param policyReload how often a newer policy file is looked for; zero: never
 * @param log how the log looks
 * @param audit what happens to calls when the audit cannot be written
 * @param maxBody largest request body, in bytes
 * @param hopTimeout total deadline of one identity hop
 */
public record Settings(
    Entra entra,
    Google google,
    Storage storage,
    Jobs jobs,
    Platform platform,
    String policy,
    Duration policyReload,
    Log log,
    AuditMode audit,
    int maxBody,
    Duration hopTimeout) {

  /**
   * The Azure side.
   *
   * @param managedIdentity client id of the user-assigned identity
   * @param tenant whose tokens callers bring
   * @param apiAudience audience of callers' tokens: the API's App ID URI or client id
   * @param federationResource App ID URI of the federation app, without {@code /.default}
   * @param endpoint origin of Entra's key sets
   * @param easyAuth whether App Service authentication stands in front
   */
  public record Entra(
      ClientId managedIdentity,
      TenantId tenant,
      String apiAudience,
      String federationResource,
      URI endpoint,
      EasyAuth easyAuth) {}

  /**
   * The Google side.
   *
   * @param provider the workload identity pool provider: audience of the exchange
   * @param project the one project whose resources are called
   * @param projectNumber its number, if it is to be understood in names
   * @param defaultServiceAccount as whom calls are made unless a rule says otherwise; empty:
   *     directly as the federated principal
   * @param stsEndpoint origin of Google STS
   * @param iamEndpoint origin of IAM Credentials
   * @param vertexEndpoint where Vertex is called over HTTP instead of its public hosts
   * @param vertexGrpcEndpoint where Vertex is called over gRPC instead of its public hosts
   * @param privateEndpoints origins of single endpoints, by their id
   */
  public record Google(
      ProviderName provider,
      ProjectId project,
      Optional<String> projectNumber,
      Optional<ServiceAccount> defaultServiceAccount,
      URI stsEndpoint,
      URI iamEndpoint,
      EndpointOverride vertexEndpoint,
      EndpointOverride vertexGrpcEndpoint,
      Map<String, URI> privateEndpoints) {

    public Google {
      privateEndpoints = Map.copyOf(privateEndpoints);
    }
  }

  /**
   * The app's own storage account, reached by identity.
   *
   * @param blobService URL of its blob service, if there is one
   * @param queueService URL of its queue service, if there is one
   * @param tableService URL of its table service, if there is one
   */
  public record Storage(
      Optional<URI> blobService, Optional<URI> queueService, Optional<URI> tableService) {}

  /**
   * How accepted work is run.
   *
   * @param attempts how often a job is tried
   * @param lease how long an instance that stopped without a word keeps a job
   * @param retention how long records and results of ended jobs are kept
   */
  public record Jobs(int attempts, Duration lease, Duration retention) {}

  /**
   * What App Service tells about itself.
   *
   * @param authEnabled the platform's word that Easy Auth is on
   * @param slot deployment slot
   * @param instance instance id
   * @param agentEnabled whether the Application Insights Java agent is asked for
   * @param ownDependencies whether hops are reported by the app, not by the agent
   */
  public record Platform(
      boolean authEnabled,
      String slot,
      String instance,
      boolean agentEnabled,
      boolean ownDependencies) {
    static final String LOCAL = "local";

    /** Whether App Service gave the instance an id. */
    public boolean inAzure() {
      return !instance.equals(LOCAL);
    }
  }

  /**
   * How the log looks.
   *
   * @param level the least that is written
   * @param json one JSON object a line
   * @param bodiesUntil until when the form of bodies is logged; empty: never
   */
  public record Log(Level level, boolean json, Optional<Instant> bodiesUntil) {}

  /** Levels of the log. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /** Whether App Service authentication stands in front and its headers count. */
  public enum EasyAuth {
    OFF,
    REQUIRED
  }

  /** What happens to calls when the audit cannot be written. */
  public enum AuditMode {
    REQUIRED,
    BEST_EFFORT
  }

  /**
   * Reads and checks an environment.
   *
   * @throws SettingsException with every problem, not the first
   */
  public static Settings from(Map<String, String> environment) throws SettingsException {
    return from(environment, InstantSource.system());
  }

  /**
   * The same.
   *
   * @param clock tells the time, for settings that end by themselves
   */
  public static Settings from(Map<String, String> environment, InstantSource clock)
      throws SettingsException {
    return new SettingsReader(environment, clock).read();
  }

  /** Reads and checks the environment of this process. */
  public static Settings fromEnvironment() throws SettingsException {
    return from(System.getenv());
  }
}
