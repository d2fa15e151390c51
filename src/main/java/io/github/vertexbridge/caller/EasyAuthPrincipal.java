package io.github.vertexbridge.caller;

import static io.github.vertexbridge.caller.Refusals.invalid;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.ClientId;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ObjectId;
import io.github.vertexbridge.call.TenantId;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The principal that App Service authentication hands over: base64 of {@code
 * {"auth_typ","claims":[{"typ","val"}],"name_typ","role_typ"}}. Claims come by their short names
 * or, after claim mapping, by long ones.
 *
 * <p>Which audiences are let in is the platform's own setting and not checked again here; the
 * tenant is. Source: "Work with user identities in Azure App Service authentication".
 */
final class EasyAuthPrincipal {
  static final String HEADER = "x-ms-client-principal";

  private static final String REMEDY =
      "Sign in with the bridge's tenant, and let App Service authentication use Microsoft Entra.";
  private static final String MICROSOFT = "http://schemas.microsoft.com/identity/claims/";
  private static final String GROUPS =
      "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups";
  private static final String ROLE = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";

  private final Map<String, List<String>> claims = new HashMap<>();
  private final String roleType;

  private EasyAuthPrincipal(Map<String, Object> principal) throws ParseException {
    if (!"aad".equals(JSONObjectUtils.getString(principal, "auth_typ"))) {
      throw invalid("The signed-in principal is not one of Microsoft Entra.", REMEDY);
    }
    Map<String, Object>[] list = JSONObjectUtils.getJSONObjectArray(principal, "claims");
    if (list == null) {
      throw invalid("The signed-in principal has no claims.", REMEDY);
    }
    for (Map<String, Object> claim : list) {
      String type = String.valueOf(JSONObjectUtils.getString(claim, "typ"));
      String value = JSONObjectUtils.getString(claim, "val");
      if (value != null) {
        claims.computeIfAbsent(type, t -> new ArrayList<>()).add(value);
      }
    }
    roleType = Optional.ofNullable(JSONObjectUtils.getString(principal, "role_typ")).orElse(ROLE);
  }

  /**
   * @param header its value, from the platform
   * @throws FailureException CALLER_TOKEN_INVALID
   */
  static Caller caller(String header, TenantId tenant) {
    try {
      String json = new String(Base64.getDecoder().decode(header.strip()), StandardCharsets.UTF_8);
      Map<String, Object> principal = JSONObjectUtils.parse(json);
      if (principal == null) { // the JSON text null
        throw invalid("The signed-in principal is empty.", REMEDY);
      }
      return new EasyAuthPrincipal(principal).caller(tenant);
    } catch (ParseException | IllegalArgumentException e) {
      throw invalid("The signed-in principal cannot be read.", REMEDY);
    }
  }

  private Caller caller(TenantId tenant) {
    if (!one("tid", MICROSOFT + "tenantid").equals(Optional.of(tenant.value()))) {
      throw invalid("The signed-in principal belongs to another tenant.", REMEDY);
    }
    ObjectId object =
        one("oid", MICROSOFT + "objectidentifier")
            .flatMap(ObjectId::parse)
            .orElseThrow(() -> invalid("The signed-in principal has no object id.", REMEDY));
    boolean application =
        one("idtyp").map("app"::equals).orElseGet(() -> all("scp", MICROSOFT + "scope").isEmpty());
    return new Caller(
        application ? Caller.Kind.APPLICATION : Caller.Kind.USER,
        Optional.of(tenant),
        Optional.of(object),
        one("appid", "azp").flatMap(ClientId::parse),
        all("roles", ROLE, roleType),
        all("groups", GROUPS),
        all("_claim_names").stream().anyMatch(names -> names.contains("\"groups\"")),
        Optional.empty());
  }

  /** The one value, in lower case, that these names have together. */
  private Optional<String> one(String... names) {
    Set<String> values = new HashSet<>();
    all(names).forEach(v -> values.add(v.toLowerCase(Locale.ROOT)));
    if (values.size() > 1) {
      throw invalid("The signed-in principal has two values of '" + names[0] + "'.", REMEDY);
    }
    return values.stream().findFirst();
  }

  private Set<String> all(String... names) {
    Set<String> values = new HashSet<>();
    for (String name : names) {
      values.addAll(claims.getOrDefault(name, List.of()));
    }
    return values;
  }
}
