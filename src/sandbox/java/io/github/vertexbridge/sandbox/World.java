package io.github.vertexbridge.sandbox;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.function.UnaryOperator;

/**
 * What is configured on both clouds, editable while the sandbox runs. Thread safe: readers take one
 * {@link #state()} for a request, writers replace it whole.
 */
public final class World {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private volatile WorldState state;

  /** A world that begins with {@code state}. */
  public World(WorldState state) {
    this.state = check(state);
  }

  /**
   * The default world: one tenant with the bridge's registrations, one user-assigned identity, pool
   * {@code azure} with provider {@code entra}, two service accounts with roles/aiplatform.user,
   * project {@code vertex-sandbox}, four locations.
   */
  public static World standard() {
    return new World(StandardWorld.state());
  }

  /** The configuration now. */
  public WorldState state() {
    return state;
  }

  /**
   * Replaces the configuration.
   *
   * @throws IllegalArgumentException if it is one that the clouds would refuse; nothing changes
   *     then
   */
  public synchronized WorldState update(UnaryOperator<WorldState> change) {
    WorldState after = check(change.apply(state));
    if (!after.locations().equals(state.locations())) {
      throw new IllegalArgumentException("locations are fixed while the sandbox runs");
    }
    state = after;
    return after;
  }

  /**
   * Applies a JSON merge patch (RFC 7396) to the JSON form of {@link WorldState}, for example
   * {@code {"lifetimes":{"federatedToken":20}}}. Arrays are replaced whole, null removes.
   *
   * @throws IllegalArgumentException if the patch is no JSON object, names an unknown field, or
   *     makes a configuration that the clouds would refuse
   */
  public WorldState patch(String mergePatch) {
    return update(before -> fromJson(merged(toJson(before), object(mergePatch))));
  }

  /** {@link #patch} of the provider that the app settings name. */
  public WorldState patchProvider(String mergePatch) {
    WorldState now = state();
    JsonObject providers = new JsonObject();
    providers.add(now.apps().provider(), object(mergePatch));
    JsonObject pool = new JsonObject();
    pool.add("providers", providers);
    return patchPool(pool.toString());
  }

  /** {@link #patch} of the pool that the app settings name. */
  public WorldState patchPool(String mergePatch) {
    JsonObject pools = new JsonObject();
    pools.add(state().apps().pool(), object(mergePatch));
    JsonObject world = new JsonObject();
    world.add("pools", pools);
    return patch(world.toString());
  }

  static JsonObject toJson(WorldState state) {
    return GSON.toJsonTree(state).getAsJsonObject();
  }

  /** A field that no record has would be lost in silence: what was read must be what was given. */
  private static WorldState fromJson(JsonObject json) {
    try {
      WorldState state = GSON.fromJson(json, WorldState.class);
      JsonObject read = toJson(state);
      if (!read.equals(json)) {
        throw new IllegalArgumentException("unknown or misspelt field: " + difference(json, read));
      }
      return state;
    } catch (JsonParseException | NullPointerException e) {
      throw new IllegalArgumentException("not a world: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // Gson wraps what a record's constructor throws.
      throw new IllegalArgumentException(
          e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
    }
  }

  private static String difference(JsonObject given, JsonObject read) {
    for (String key : given.keySet()) {
      JsonElement left = given.get(key);
      JsonElement right = read.get(key);
      if (right == null) {
        return key;
      }
      if (!left.equals(right)) {
        return left.isJsonObject() && right.isJsonObject()
            ? key + "." + difference(left.getAsJsonObject(), right.getAsJsonObject())
            : key;
      }
    }
    return "?";
  }

  private static JsonObject object(String json) {
    try {
      JsonElement element = JsonParser.parseString(json);
      if (element.isJsonObject()) {
        return element.getAsJsonObject();
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("not a JSON object");
  }

  /** RFC 7396 section 2. */
  private static JsonObject merged(JsonObject target, JsonObject patch) {
    for (String key : patch.keySet()) {
      JsonElement value = patch.get(key);
      if (value.isJsonNull()) {
        target.remove(key);
      } else if (value.isJsonObject()) {
        JsonElement existing = target.get(key);
        JsonObject inner =
            existing != null && existing.isJsonObject()
                ? existing.getAsJsonObject()
                : new JsonObject();
        target.add(key, merged(inner, value.getAsJsonObject()));
      } else {
        target.add(key, value);
      }
    }
    return target;
  }

  private static WorldState check(WorldState state) {
    state.pools().values().stream()
        .flatMap(pool -> pool.providers().values().stream())
        .forEach(AttributeRules::check);
    return state;
  }
}
