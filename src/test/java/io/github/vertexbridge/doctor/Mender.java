package io.github.vertexbridge.doctor;

import static io.github.vertexbridge.doctor.WorldExport.known;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.vertexbridge.sandbox.WorldState;
import io.github.vertexbridge.sandbox.WorldState.Binding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does in the sandbox what a printed command would do on the clouds. Strict: a command for another
 * app, project, pool or provider fails, as does one that it does not know.
 */
final class Mender {
  private static final Gson GSON = new Gson();

  private final Stage stage;

  Mender(Stage stage) {
    this.stage = stage;
  }

  /** Runs the commands of a fix and returns how many there were; sentences are for people. */
  int apply(Fix fix) {
    List<String> commands = fix.steps().stream().filter(Fix::isCommand).toList();
    commands.forEach(line -> run(Shell.parse(line)));
    return commands.size();
  }

  private void run(Shell.Command command) {
    switch (command.verb()) {
      case "az functionapp identity assign" -> assign(command);
      case "az functionapp config appsettings set" -> set(command);
      case "az functionapp config appsettings delete" -> delete(command);
      case "az functionapp restart" -> {
        app(command);
        stage.restart();
      }
      case "az functionapp config set" -> {
        app(command);
        assertThat(command.flag("--vnet-route-all-enabled")).isEqualTo("false");
        List.of("sts", "iam").forEach(stage.sandbox()::up);
        stage.sandbox().faults().clear();
      }
      case "az webapp auth update" -> {
        app(command);
        assertThat(command.flag("--action")).isEqualTo("Return401");
        stage.set("WEBSITE_AUTH_ENABLED", command.flag("--enabled").equals("true") ? "True" : "");
      }
      case "az ad app update" -> registration(command);
      case "az ad sp create" -> servicePrincipal(command);
      case "az ad sp update" -> {
        assertThat(command.flag("--set")).isEqualTo("appRoleAssignmentRequired=false");
        patchApp(command.flag("--id"), "{\"assignmentRequired\":false}");
      }
      default -> google(command);
    }
  }

  private void google(Shell.Command command) {
    String verb = command.verb();
    if (verb.startsWith("gcloud services enable ")) {
      enable(command);
    } else if (verb.startsWith("gcloud iam workload-identity-pools providers ")) {
      provider(command);
    } else if (verb.startsWith("gcloud iam workload-identity-pools ")) {
      pool(command);
    } else if (verb.startsWith("gcloud iam service-accounts ")) {
      account(command);
    } else if (verb.startsWith("gcloud projects add-iam-policy-binding ")) {
      projectBinding(command);
    } else {
      throw new AssertionError("a command that nobody can run here: " + command);
    }
  }

  private void app(Shell.Command command) {
    assertThat(command.flag("-g")).isEqualTo(WorldExport.GROUP);
    assertThat(command.flag("-n")).isEqualTo(WorldExport.APP);
    String slot = stage.settings().getOrDefault("WEBSITE_SLOT_NAME", "");
    assertThat(command.has("--slot") ? command.flag("--slot") : "").isEqualTo(slot);
  }

  private void assign(Shell.Command command) {
    app(command);
    String resource = command.flag("--identities");
    stage
        .deployed()
        .functionApp()
        .identities()
        .forEach(
            (client, identity) -> {
              if (identity.resourceId().equals(resource)) {
                stage.world(
                    "{\"functionApp\":{\"identities\":{\"%s\":%s}}}"
                        .formatted(client, GSON.toJson(identity)));
              }
            });
    // Once it has an identity, the platform gives the app these two.
    for (String name : List.of("IDENTITY_ENDPOINT", "IDENTITY_HEADER")) {
      stage.set(name, stage.sandbox().appSettings().getOrDefault(name, ""));
    }
    stage.restart();
  }

  private void set(Shell.Command command) {
    app(command);
    String flag = command.has("--settings") ? "--settings" : "--slot-settings";
    String pair = command.flag(flag);
    stage.set(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
  }

  private void delete(Shell.Command command) {
    app(command);
    String name = command.flag("--setting-names");
    stage.unset(name);
    if (name.equals("WEBSITE_DISABLE_MSI")) {
      stage.sandbox().up("managed-identity");
    }
    // What is public in Azure has an address of its own here.
    if (name.endsWith("_ENDPOINT")) {
      stage.set(name, stage.sandbox().appSettings().getOrDefault(name, ""));
    }
  }

  private void registration(Shell.Command command) {
    String id = command.flag("--id");
    if (apps().containsKey(id)) {
      patchApp(id, "{\"appIdUri\":\"" + command.flag("--identifier-uris") + "\"}");
    }
  }

  private void servicePrincipal(Shell.Command command) {
    String id = command.flag("--id");
    if (!apps().containsKey(id)) {
      WorldState deployed = stage.deployed();
      patchApp(
          id,
          GSON.toJson(
              known(known(deployed.tenants(), deployed.functionApp().tenant()).apps(), id)));
    }
  }

  private Map<String, WorldState.App> apps() {
    WorldState now = stage.sandbox().world().state();
    return known(now.tenants(), now.functionApp().tenant()).apps();
  }

  private void patchApp(String id, String patch) {
    stage.world(
        "{\"tenants\":{\"%s\":{\"apps\":{\"%s\":%s}}}}"
            .formatted(stage.deployed().functionApp().tenant(), id, patch));
  }

  private void project(Shell.Command command) {
    assertThat(command.flag("--project")).isEqualTo(stage.deployed().project().id());
  }

  private static String last(Shell.Command command) {
    return command.verbs().get(command.verbs().size() - 1);
  }

  private void provider(Shell.Command command) {
    project(command);
    assertThat(command.flag("--location")).isEqualTo("global");
    assertThat(command.flag("--workload-identity-pool")).isEqualTo(stage.deployed().apps().pool());
    assertThat(last(command)).isEqualTo(stage.deployed().apps().provider());
    JsonObject patch = new JsonObject();
    boolean create = command.verbs().contains("create-oidc");
    if (create || command.verbs().contains("undelete")) {
      patch.addProperty("state", "ACTIVE");
    }
    if (create || command.has("--no-disabled")) {
      patch.addProperty("disabled", false);
    }
    if (command.has("--issuer-uri")) {
      patch.addProperty("issuerUri", command.flag("--issuer-uri"));
    }
    if (command.has("--allowed-audiences")) {
      JsonArray all = new JsonArray();
      List.of(command.flag("--allowed-audiences").split(",")).forEach(all::add);
      patch.add("allowedAudiences", all);
    }
    if (command.has("--attribute-condition")) {
      patch.addProperty("attributeCondition", command.flag("--attribute-condition"));
    }
    if (command.has("--attribute-mapping")) {
      patch.add("attributeMapping", mapping(command.flag("--attribute-mapping")));
    }
    stage.provider(patch.toString());
  }

  /** The whole mapping is replaced: in a merge patch, what is not named any more is null. */
  private JsonObject mapping(String flag) {
    JsonObject mapping = new JsonObject();
    WorldState.@Nullable Provider now =
        known(stage.sandbox().world().state().pools(), stage.deployed().apps().pool())
            .providers()
            .get(stage.deployed().apps().provider());
    if (now != null) {
      now.attributeMapping().keySet().forEach(key -> mapping.add(key, JsonNull.INSTANCE));
    }
    for (String row : flag.split(",")) {
      mapping.addProperty(row.substring(0, row.indexOf('=')), row.substring(row.indexOf('=') + 1));
    }
    return mapping;
  }

  private void pool(Shell.Command command) {
    project(command);
    assertThat(last(command)).isEqualTo(stage.deployed().apps().pool());
    stage
        .sandbox()
        .world()
        .patchPool(
            command.verbs().contains("undelete")
                ? "{\"state\":\"ACTIVE\"}"
                : "{\"disabled\":" + command.has("--disabled") + "}");
  }

  private void account(Shell.Command command) {
    project(command);
    String account = last(command);
    WorldState.ServiceAccount now =
        known(stage.sandbox().world().state().serviceAccounts(), account);
    if (command.verbs().contains("enable")) {
      stage.world("{\"serviceAccounts\":{\"%s\":{\"disabled\":false}}}".formatted(account));
      return;
    }
    List<Binding> bindings =
        changed(now.bindings(), command, command.verbs().contains("add-iam-policy-binding"));
    stage.world(
        "{\"serviceAccounts\":{\"%s\":{\"bindings\":%s}}}"
            .formatted(account, GSON.toJson(bindings)));
  }

  private void projectBinding(Shell.Command command) {
    assertThat(last(command)).isEqualTo(stage.deployed().project().id());
    List<Binding> bindings =
        changed(stage.sandbox().world().state().project().bindings(), command, true);
    stage.world("{\"project\":{\"bindings\":%s}}".formatted(GSON.toJson(bindings)));
  }

  private static List<Binding> changed(List<Binding> before, Shell.Command command, boolean add) {
    String role = command.flag("--role");
    String member = command.flag("--member");
    List<Binding> after = new ArrayList<>();
    boolean found = false;
    for (Binding binding : before) {
      List<String> members = new ArrayList<>(binding.members());
      if (binding.role().equals(role)) {
        found |= members.remove(member);
        if (add) {
          members.add(member);
          found = true;
        }
      }
      after.add(new Binding(binding.role(), members));
    }
    if (!found) {
      assertThat(add).as("there is no " + member + " to remove").isTrue();
      after.add(new Binding(role, List.of(member)));
    }
    return after;
  }

  private void enable(Shell.Command command) {
    project(command);
    JsonArray left = new JsonArray();
    for (String service : stage.sandbox().world().state().project().disabledServices()) {
      if (!service.equals(last(command))) {
        left.add(service);
      }
    }
    stage.world("{\"project\":{\"disabledServices\":" + left + "}}");
  }
}
