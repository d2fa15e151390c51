package io.github.vertexbridge.doctor;

import io.github.vertexbridge.call.Redaction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What fixes may name, as far as it is known: the deployment's values, or else the settings'. */
final class Values {
  private static final Pattern PROVIDER =
      Pattern.compile(
          "//iam\\.googleapis\\.com/projects/([^/]+)/locations/global/workloadIdentityPools/([^/]+)"
              + "/providers/([^/]+)");
  private static final Pattern SLOT = Pattern.compile("[A-Za-z0-9-]{1,60}");

  private final Map<String, String> values = new TreeMap<>();

  private Values() {}

  static Map<String, String> of(Evidence evidence) {
    Values all = new Values();
    all.settings(evidence);
    evidence.deployment().ifPresent(all::deployment);
    evidence.policy().ifPresent(policy -> all.put("policy", policy.name()));
    all.token(evidence.claims());
    return all.values;
  }

  private void settings(Evidence evidence) {
    values.put("slot", "");
    setting(evidence, "WEBSITE_RESOURCE_GROUP", "group");
    setting(evidence, "WEBSITE_SITE_NAME", "app");
    setting(evidence, "AZURE_CLIENT_ID", "identity");
    setting(evidence, "BRIDGE_TENANT_ID", "tenant");
    setting(evidence, "BRIDGE_FEDERATION_RESOURCE", "federationUri");
    setting(evidence, "BRIDGE_GOOGLE_PROJECT", "project");
    setting(evidence, "BRIDGE_DEFAULT_SERVICE_ACCOUNT", "account");
    evidence
        .setting("WEBSITE_SLOT_NAME")
        .filter(slot -> !slot.equalsIgnoreCase("production") && SLOT.matcher(slot).matches())
        .ifPresent(slot -> values.put("slot", " --slot " + slot));
    Matcher name = PROVIDER.matcher(evidence.setting("BRIDGE_WIF_PROVIDER").orElse(""));
    if (name.matches()) {
      provider(name);
    }
    values.put("role", "roles/aiplatform.user");
  }

  private void setting(Evidence evidence, String setting, String name) {
    evidence.setting(setting).ifPresent(value -> put(name, value));
  }

  private void deployment(Deployment deployment) {
    Deployment.Google google = deployment.google();
    put("group", deployment.app().group());
    put("app", deployment.app().name());
    put("tenant", deployment.tenantId());
    put("identity", deployment.identity().clientId());
    put("identityObject", deployment.identity().objectId());
    put("identityResource", deployment.identity().resourceId());
    put("federationApp", deployment.entra().federationClientId());
    put("federationUri", deployment.entra().federationResource());
    put("project", google.projectId());
    put("consumer", google.projectId());
    put("account", google.defaultServiceAccount());
    put("audience", deployment.audience());
    put("principal", deployment.principal());
    put("storage", deployment.storage().account());
    put("queueUri", "https://" + deployment.storage().account() + ".queue.core.windows.net");
    put("storageScope", storageScope(deployment));
    Matcher name = PROVIDER.matcher(deployment.audience());
    if (name.matches()) {
      provider(name);
    }
    put(
        "member",
        google.defaultServiceAccount().isEmpty()
            ? deployment.principal()
            : "serviceAccount:" + google.defaultServiceAccount());
    put("mapping", "google.subject=assertion.sub,attribute.tid=assertion.tid");
    put(
        "condition",
        Trust.condition(deployment.tenantId(), List.of(deployment.identity().objectId())));
  }

  /** The account is made in the app's group and subscription, which the identity's id names. */
  private static String storageScope(Deployment deployment) {
    String identity = deployment.identity().resourceId();
    int provider = identity.toLowerCase(Locale.ROOT).indexOf("/providers/");
    return provider < 0 || deployment.storage().account().isEmpty()
        ? ""
        : identity.substring(0, provider)
            + "/providers/Microsoft.Storage/storageAccounts/"
            + deployment.storage().account();
  }

  private void provider(Matcher name) {
    put("number", name.group(1));
    put("pool", name.group(2));
    put("provider", name.group(3));
    put("audience", name.group());
  }

  private void token(Map<String, Object> claims) {
    put("issuer", Claims.text(claims, "iss"));
    put("audiences", String.join(",", Claims.audiences(claims)));
    Optional.of(Claims.text(claims, "sub"))
        .filter(sub -> values.containsKey("pool") && !sub.isEmpty())
        .ifPresent(
            sub ->
                put("principal", Members.subject(values.get("number"), values.get("pool"), sub)));
    Claims.usableUntil(claims).ifPresent(until -> put("until", until.toString()));
    put("ahead", "0");
  }

  private void put(String name, String value) {
    if (!value.isEmpty()) {
      values.put(name, Redaction.scrub(value));
    }
  }
}
