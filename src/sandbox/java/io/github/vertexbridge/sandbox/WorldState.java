package io.github.vertexbridge.sandbox;

import static java.util.Objects.requireNonNull;

import io.github.vertexbridge.sandbox.VertexWorld.Endpoint;
import io.github.vertexbridge.sandbox.VertexWorld.JobTimes;
import io.github.vertexbridge.sandbox.VertexWorld.Model;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that is configured on both clouds, as one immutable value. Its JSON form (field names
 * as here) is what the admin route shows and patches. No secrets.
 *
 * @param tenants Entra tenants by id
 * @param functionApp the function app and its identities
 * @param apps which registrations and accounts the app settings name
 * @param callers Entra applications that call the bridge, by name
 * @param project the one Google project
 * @param roles permissions of each IAM role, as far as the sandbox checks them
 * @param pools workload identity pools by id
 * @param serviceAccounts by email address
 * @param locations Vertex locations that are served; fixed while the sandbox runs
 * @param models publisher models by {@code publishers/P/models/M}
 * @param endpoints deployed endpoints by id
 * @param jobs how long jobs take
 * @param buckets Cloud Storage buckets: location by name
 * @param lifetimes how long tokens live and are cached
 */
public record WorldState(
    Map<String, Tenant> tenants,
    FunctionApp functionApp,
    Chosen apps,
    Map<String, CallerApp> callers,
    Project project,
    Map<String, List<String>> roles,
    Map<String, Pool> pools,
    Map<String, ServiceAccount> serviceAccounts,
    List<String> locations,
    Map<String, Model> models,
    Map<String, Endpoint> endpoints,
    JobTimes jobs,
    Map<String, String> buckets,
    Lifetimes lifetimes) {

  public WorldState {
    tenants = copy(tenants);
    requireNonNull(functionApp, "functionApp");
    requireNonNull(apps, "apps");
    callers = copy(callers);
    requireNonNull(project, "project");
    roles = copy(roles);
    pools = copy(pools);
    serviceAccounts = copy(serviceAccounts);
    locations = List.copyOf(locations);
    models = copy(models);
    endpoints = copy(endpoints);
    requireNonNull(jobs, "jobs");
    buckets = copy(buckets);
    requireNonNull(lifetimes, "lifetimes");
  }

  /** With one more endpoint, as a tuning job makes it. */
  WorldState with(String endpointId, Endpoint endpoint) {
    Map<String, Endpoint> more = new TreeMap<>(endpoints);
    more.put(endpointId, endpoint);
    return new WorldState(
        tenants,
        functionApp,
        apps,
        callers,
        project,
        roles,
        pools,
        serviceAccounts,
        locations,
        models,
        more,
        jobs,
        buckets,
        lifetimes);
  }

  /** The app with this client id in the home tenant. */
  App app(String clientId) {
    Tenant home = tenants.get(functionApp.tenant());
    App app = home == null ? null : home.apps().get(clientId);
    if (app == null) {
      throw new IllegalStateException("no app " + clientId + " in the home tenant");
    }
    return app;
  }

  /**
   * An Entra tenant.
   *
   * @param apps registrations that have a service principal here, by client id
   */
  public record Tenant(Map<String, App> apps) {
    public Tenant {
      apps = copy(apps);
    }

    /** The app whose App ID URI or client id this is, with its client id. */
    Optional<Map.Entry<String, App>> resource(String resource) {
      return apps.entrySet().stream()
          .filter(e -> e.getKey().equals(resource) || e.getValue().appIdUri().equals(resource))
          .findFirst();
    }
  }

  /**
   * An app registration that is a resource.
   *
   * @param appIdUri its App ID URI
   * @param requestedAccessTokenVersion 1 or 2: decides issuer and audience of its tokens
   * @param roles app roles it defines
   * @param assignmentRequired whether only {@code assigned} principals get tokens for it
   * @param assigned object ids
   */
  public record App(
      String appIdUri,
      int requestedAccessTokenVersion,
      List<String> roles,
      boolean assignmentRequired,
      List<String> assigned) {
    public App {
      requireNonNull(appIdUri, "appIdUri");
      if (requestedAccessTokenVersion != 1 && requestedAccessTokenVersion != 2) {
        throw new IllegalArgumentException("requestedAccessTokenVersion is 1 or 2");
      }
      roles = List.copyOf(roles);
      assigned = List.copyOf(assigned);
    }
  }

  /**
   * The function app.
   *
   * @param tenant its home tenant
   * @param identities attached managed identities by client id
   */
  public record FunctionApp(String tenant, Map<String, ManagedIdentity> identities) {
    public FunctionApp {
      requireNonNull(tenant, "tenant");
      identities = copy(identities);
    }
  }

  /**
   * A managed identity that is attached to the function app.
   *
   * @param objectId object id of its service principal: {@code oid} and {@code sub} of its tokens
   * @param resourceId its ARM id: {@code xms_mirid}
   * @param systemAssigned whether it is the identity meant when a request names none
   */
  public record ManagedIdentity(String objectId, String resourceId, boolean systemAssigned) {
    public ManagedIdentity {
      requireNonNull(objectId, "objectId");
      requireNonNull(resourceId, "resourceId");
    }
  }

  /**
   * What the app settings name.
   *
   * @param identity client id of the managed identity
   * @param federationApp client id of the federation app
   * @param apiApp client id of the app that callers' tokens are for
   * @param pool workload identity pool
   * @param provider provider in that pool
   * @param serviceAccount the default service account, or "" for direct access
   */
  public record Chosen(
      String identity,
      String federationApp,
      String apiApp,
      String pool,
      String provider,
      String serviceAccount) {
    public Chosen {
      requireNonNull(identity, "identity");
      requireNonNull(federationApp, "federationApp");
      requireNonNull(apiApp, "apiApp");
      requireNonNull(pool, "pool");
      requireNonNull(provider, "provider");
      requireNonNull(serviceAccount, "serviceAccount");
    }
  }

  /** An Entra application that calls the bridge: its client id and its service principal. */
  public record CallerApp(String clientId, String objectId) {
    public CallerApp {
      requireNonNull(clientId, "clientId");
      requireNonNull(objectId, "objectId");
    }
  }

  /**
   * A Google project and the bindings of its IAM policy.
   *
   * @param disabledServices APIs that are off, for example {@code sts.googleapis.com}
   */
  public record Project(
      String id, String number, List<Binding> bindings, List<String> disabledServices) {
    public Project {
      requireNonNull(id, "id");
      requireNonNull(number, "number");
      bindings = List.copyOf(bindings);
      disabledServices = List.copyOf(disabledServices);
    }
  }

  /**
   * An IAM binding; members as IAM spells them: {@code principal://…}, {@code serviceAccount:…}.
   */
  public record Binding(String role, List<String> members) {
    public Binding {
      requireNonNull(role, "role");
      members = List.copyOf(members);
    }
  }

  /** Whether a pool or provider exists or is in its 30 days of deletion. */
  public enum Existence {
    ACTIVE,
    DELETED
  }

  /** A workload identity pool; a disabled one refuses its federated tokens too. */
  public record Pool(boolean disabled, Existence state, Map<String, Provider> providers) {
    public Pool {
      requireNonNull(state, "state");
      providers = copy(providers);
    }

    boolean usable() {
      return !disabled && state == Existence.ACTIVE;
    }
  }

  /**
   * An OIDC provider. Disabling it stops exchanges; tokens already issued stay good.
   *
   * @param issuerUri compared exactly with {@code iss}
   * @param allowedAudiences empty: only the provider's own name
   * @param attributeMapping CEL by target, {@code google.subject} required
   * @param attributeCondition CEL, "" accepts everybody
   */
  public record Provider(
      String issuerUri,
      List<String> allowedAudiences,
      Map<String, String> attributeMapping,
      String attributeCondition,
      boolean disabled,
      Existence state) {
    public Provider {
      requireNonNull(issuerUri, "issuerUri");
      allowedAudiences = List.copyOf(allowedAudiences);
      attributeMapping = copy(attributeMapping);
      requireNonNull(attributeCondition, "attributeCondition");
      requireNonNull(state, "state");
    }

    boolean usable() {
      return !disabled && state == Existence.ACTIVE;
    }
  }

  /** A service account: its numeric id and the bindings of its own policy. */
  public record ServiceAccount(String uniqueId, boolean disabled, List<Binding> bindings) {
    public ServiceAccount {
      requireNonNull(uniqueId, "uniqueId");
      bindings = List.copyOf(bindings);
    }
  }

  /**
   * All in seconds.
   *
   * @param subjectToken exp - iat of a managed identity's token
   * @param identityCache how long the platform hands out the same one
   * @param staleAfter age of {@code iat} from which STS refuses; -1 refuses every token
   * @param federatedToken most that STS gives
   * @param serviceAccountToken most that IAM gives whatever was asked
   * @param callerToken exp - iat of a caller's token
   */
  public record Lifetimes(
      long subjectToken,
      long identityCache,
      long staleAfter,
      long federatedToken,
      long serviceAccountToken,
      long callerToken) {}

  private static <V> Map<String, V> copy(Map<String, V> map) {
    TreeMap<String, V> copy = new TreeMap<>();
    map.forEach((key, value) -> copy.put(key, requireNonNull(value, key)));
    return Collections.unmodifiableMap(copy);
  }
}
