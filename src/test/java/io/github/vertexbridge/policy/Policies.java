package io.github.vertexbridge.policy;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.ClientId;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ObjectId;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.TenantId;
import io.github.vertexbridge.call.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Callers, targets and files of the tests. */
final class Policies {
  static final String FLASH = "publishers/google/models/gemini-2.5-flash";
  static final String APP = "aaaaaaaa-0000-4000-8000-000000000001";
  static final String OTHER_APP = "aaaaaaaa-0000-4000-8000-000000000002";
  static final String OBJECT = "bbbbbbbb-0000-4000-8000-000000000001";
  static final String OTHER_OBJECT = "bbbbbbbb-0000-4000-8000-000000000002";

  static final String TENANT = "cccccccc-0000-4000-8000-000000000001";
  static final String GROUP = "dddddddd-0000-4000-8000-000000000001";

  private Policies() {}

  static Policy parse(String json) {
    try {
      return Policy.parse(json);
    } catch (PolicyException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  static String resource(String name) {
    try (InputStream in = Policies.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Caller app(String... roles) {
    return caller(Caller.Kind.APPLICATION, APP, OBJECT, roles);
  }

  static Caller caller(Caller.Kind kind, String application, String object, String... roles) {
    return new Caller(
        kind,
        Optional.of(new TenantId(TENANT)),
        Optional.of(new ObjectId(object)),
        Optional.of(new ClientId(application)),
        Set.of(roles),
        Set.of(),
        Optional.empty());
  }

  static Caller member(boolean leftOut, String... groups) {
    return new Caller(
        Caller.Kind.USER,
        Optional.of(new TenantId(TENANT)),
        Optional.of(new ObjectId(OBJECT)),
        Optional.of(new ClientId(APP)),
        Set.of(),
        Set.of(groups),
        leftOut,
        Optional.empty());
  }

  static Target target(String model, String action, String location) {
    ResourceName resource = new ResourceName(model);
    return new Target(
        ApiVersion.V1,
        new ProjectId("my-project"),
        new Location(location),
        resource,
        new ActionName(action),
        resource,
        Transport.REST);
  }
}
