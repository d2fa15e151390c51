// What must hold whatever else changes, seen in the text of the configuration alone. The tests in
// *.tftest.hcl assert the same and more on evaluated values, but need terraform.
import { blocksOf } from '../hcl.mjs';

function all(modules, type) {
  return Object.values(modules).flatMap(blocksOf).filter((block) => block.kind === 'resource' && block.type === type);
}

/** A rule: every resource of a type, or the named ones, has this value at this path (block names, then the argument). */
function has(name, type, path, expected, named = '') {
  return {
    name,
    run({ modules }) {
      const found = all(modules, type).filter((block) => block.address.endsWith(named));
      if (found.length === 0) return [`there is no ${type}`];
      return found.flatMap(({ body, address }) => {
        let value = body;
        for (const step of path.split('.')) value = (Array.isArray(value) ? value[0] : value)?.[step];
        return JSON.stringify(value) === JSON.stringify(expected)
          ? []
          : [`${address}: ${path} must be ${JSON.stringify(expected)}, is ${JSON.stringify(value)}`];
      });
    },
  };
}

/** A rule: this text is in no value of the configuration. */
function never(name, pattern, why) {
  return {
    name,
    run({ modules }) {
      return Object.values(modules).flatMap((module) =>
        blocksOf(module)
          .map(({ address, body }) => [address, JSON.stringify(body)])
          .concat([['locals', JSON.stringify(module.locals)], ['outputs', JSON.stringify(module.output)]])
          .filter(([, text]) => pattern.test(text))
          .map(([address]) => `${module.path} ${address}: ${why}`),
      );
    },
  };
}

const FORBIDDEN = [
  'google_service_account_key',
  'azuread_application_password',
  'azuread_application_certificate',
  'azuread_service_principal_password',
  'google_project_iam_policy',
  'google_project_iam_binding',
  'google_service_account_iam_binding',
  'google_service_account_iam_policy',
];

const BOTH_SLOTS = ['azurerm_linux_function_app', 'azurerm_linux_function_app_slot'];
const inBothSlots = (name, path, expected) => BOTH_SLOTS.map((type) => has(name, type, path, expected));

export default [
  has('storage-no-keys', 'azurerm_storage_account', 'shared_access_key_enabled', false),
  has('storage-no-public-blob', 'azurerm_storage_account', 'allow_nested_items_to_be_public', false),
  has('storage-https', 'azurerm_storage_account', 'https_traffic_only_enabled', true),
  has('storage-tls', 'azurerm_storage_account', 'min_tls_version', 'TLS1_2'),
  has('container-private', 'azurerm_storage_container', 'container_access_type', 'private'),
  has('audit-append', 'azurerm_storage_container_immutability_policy', 'protected_append_writes_enabled', true),
  has('telemetry-no-keys', 'azurerm_application_insights', 'local_authentication_disabled', true),
  has('assignment-required', 'azuread_service_principal', 'app_role_assignment_required', true),
  has('single-tenant', 'azuread_application', 'sign_in_audience', 'AzureADMyOrg'),
  has('apis-stay', 'google_project_service', 'disable_on_destroy', false),
  has('binding-one-principal', 'google_service_account_iam_member', 'member', '${local.principal}', '.federated'),
  has('binding-role', 'google_service_account_iam_member', 'role', 'roles/iam.workloadIdentityUser', '.federated'),
  has('acting-role', 'google_service_account_iam_member', 'role', 'roles/iam.serviceAccountUser', '.acts_as'),
  ...inBothSlots('https-only', 'https_only', true),
  ...inBothSlots('no-basic-auth', 'ftp_publish_basic_authentication_enabled', false),
  ...inBothSlots('no-basic-auth', 'webdeploy_publish_basic_authentication_enabled', false),
  ...inBothSlots('host-storage-by-identity', 'storage_uses_managed_identity', true),
  ...inBothSlots('always-on', 'site_config.always_on', true),
  ...inBothSlots('no-ftp', 'site_config.ftps_state', 'Disabled'),
  ...inBothSlots('easy-auth-required', 'auth_settings_v2.require_authentication', true),
  ...inBothSlots('easy-auth-401', 'auth_settings_v2.unauthenticated_action', 'Return401'),
  never('no-principal-set', /principalSet:|\/\*"|allUsers|allAuthenticatedUsers/, 'trust goes to one subject, never to a set'),
  never('no-basic-roles', /roles\/(owner|editor|viewer|aiplatform\.)/, 'the custom role only, no predefined one'),
  {
    name: 'no-stored-credentials',
    run: ({ modules }) =>
      FORBIDDEN.flatMap((type) => all(modules, type).map(({ address }) => `${address}: no stored credentials, no authoritative bindings`)),
  },
];
