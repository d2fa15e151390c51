// Wrong inputs and the sentence that each must be refused with, at plan.

const GOOD = {
  name: 'bridge',
  tenant_id: '7e000000-0000-4000-8000-000000000001',
  resource_group_name: 'rg-bridge',
  existing_plan: { name: 'plan', resource_group_name: 'rg-plan' },
  google_project_id: 'my-vertex-project',
};

const PLAN = { id: '/plan', os_type: 'Linux', sku_name: 'P1v3', location: 'West Europe' };

const CASES = [
  ['windows-plan', {}, 'plan is a Windows plan: Java functions need a Linux plan', { os_type: 'Windows' }],
  ['consumption-plan', {}, 'has SKU Y1: a Dedicated plan', { sku_name: 'Y1' }],
  ['other-region', { location: 'northeurope' }, "an app must be in its plan's region. Remove location"],
  ['region-with-display-name', { location: 'North Europe' }, "location must be the region's short name"],
  ['tenant-by-domain', { tenant_id: 'contoso.onmicrosoft.com' }, "tenant_id must be the tenant's GUID"],
  ['tenant-in-capitals', { tenant_id: '7E000000-0000-4000-8000-000000000001' }, 'in lower case'],
  ['subscription-by-name', { azure_subscription_id: 'Production' }, 'az account show --query id'],
  ['project-id-for-number', { google_project_number: 'my-vertex-project' }, "google_project_number must be the project's number, digits only, not its id"],
  ['project-number-for-id', { google_project_id: '123456789012' }, "google_project_id must be the project's id"],
  ['plan-and-new-plan', { new_plan_sku: 'P0v3' }, 'Give either existing_plan'],
  ['no-plan-at-all', { existing_plan: null }, 'Give either existing_plan'],
  ['new-plan-without-region', { existing_plan: null, new_plan_sku: 'P0v3' }, 'location must be set when a plan is created'],
  ['new-plan-on-consumption', { existing_plan: null, new_plan_sku: 'Y1', location: 'westeurope' }, 'new_plan_sku must be a Dedicated SKU'],
  ['name-too-long', { name: 'a-name-that-is-longer-than-a-host-id' }, 'name must be 4 to 24 characters'],
  ['group-by-resource-id', { resource_group_name: '/subscriptions/s/resourceGroups/rg' }, "must be a resource group's name, not its resource id"],
  ['unknown-account', { policy_service_accounts: ['a-model@other-project.iam.gserviceaccount.com'] }, 'The policy names a service account that this deployment does not know'],
  ['account-without-domain', { policy_service_accounts: ['vertex-support'] }, 'correct `as` in the policy file (vertex-support)'],
  ['account-twice', { policy_service_accounts: Array(2).fill('vertex-support@my-vertex-project.iam.gserviceaccount.com') }, 'names an account twice'],
  ['existing-account-unused', { existing_service_accounts: ['x-account@p-project.iam.gserviceaccount.com'] }, 'no policy rule uses x-account@p-project'],
  ['job-account-without-domain', { policy_job_accounts: { 'vertex-jobs': ['default'] } }, 'correct `jobs.serviceAccount` in the policy file'],
  ['jobs-of-stranger', { policy_job_accounts: { 'vertex-jobs@my-vertex-project.iam.gserviceaccount.com': ['who@p.iam.gserviceaccount.com'] } }, 'lets somebody start jobs who is neither default'],
  ['permission-wildcard', { policy_permissions: { default: ['aiplatform.*'] } }, 'no role names, no wildcards'],
  ['permission-role', { policy_permissions: { default: ['roles/aiplatform.user'] } }, 'no role names, no wildcards'],
  ['permissions-without-default', { policy_permissions: {} }, 'must have the key default'],
  ['permissions-of-stranger', { policy_permissions: { default: [], 'who@p.iam.gserviceaccount.com': [] } }, 'neither default nor one of policy_service_accounts'],
  ['roles-of-one-name', { policy_service_accounts: ['vertex-a@my-vertex-project.iam.gserviceaccount.com', 'vertex-a@other-project.iam.gserviceaccount.com'], existing_service_accounts: ['vertex-a@other-project.iam.gserviceaccount.com'], policy_permissions: { default: [], 'vertex-a@my-vertex-project.iam.gserviceaccount.com': [], 'vertex-a@other-project.iam.gserviceaccount.com': [] } }, 'two accounts with the same name before the @'],
  ['replication-unknown', { storage_replication: 'LOCAL' }, 'storage_replication must be LRS, ZRS'],
  ['location-pattern', { policy_locations: ['europe-*'] }, 'Patterns such as europe-* are resolved before'],
  ['caller-by-name', { callers: { portal: { object_id: 'portal' } } }, "object_id must be a GUID in lower case"],
  ['caller-twice', { callers: { a: { object_id: 'ca11e400-0000-4000-8000-000000000001' }, b: { object_id: 'ca11e400-0000-4000-8000-000000000001' } } }, 'callers names an object id twice'],
  ['caller-with-unknown-role', { callers: { a: { object_id: 'ca11e400-0000-4000-8000-000000000001', roles: ['Bridge.Admin'] } } }, 'a role is neither Bridge.Invoke, Bridge.Operate nor one of policy_app_roles'],
  ['role-twice', { policy_app_roles: ['Team.A', 'team.a'] }, 'names a role twice'],
  ['access-unknown', { google_access: 'keys' }, 'google_access must be impersonate or direct'],
  ['pool-reserved', { pool_id: 'gcp-azure' }, 'must not begin with gcp-'],
  ['retention-below-protection', { audit_retention_days: 30 }, 'lines cannot be deleted before their protection ends'],
  ['audit-word', { audit: 'optional' }, 'audit must be required or best-effort'],
  ['setting-that-is-ours', { extra_app_settings: { AZURE_CLIENT_ID: 'x' } }, 'all others are made from the other variables'],
  ['network-without-mask', { private_network: { app_subnet: '10.40.0.0' } }, 'must be IPv4 ranges'],
  ['private-google-alone', { private_google: { network: 'projects/p/global/networks/n', address: '10.0.0.5' } }, 'private_google needs private_network'],
  ['private-google-range', { private_network: {}, private_google: { network: 'projects/p/global/networks/n', address: '10.0.0.0/24' } }, 'must be one IPv4 address'],
];

function test(variables, plan) {
  const mocks = ['azurerm', 'azuread', 'google']
    .map((name) => `mock_provider "${name}" {\n  source = "./tests/mocks/${name}"\n}\n`)
    .join('\n');
  const given = Object.entries({ ...GOOD, ...variables })
    .map(([name, value]) => `    ${name} = ${JSON.stringify(value)}\n`)
    .join('');
  const values = Object.entries({ ...PLAN, ...plan })
    .map(([name, value]) => `    ${name} = ${JSON.stringify(value)}\n`)
    .join('');
  return `${mocks}
override_data {
  target = module.azure.data.azurerm_service_plan.existing
  values = {
${values}  }
}

run "refused" {
  command = plan
  variables {
${given}  }
}
`;
}

/** [{name, says, test}]: `test` is a .tftest.hcl file that must fail saying `says`. */
export const REFUSALS = CASES.map(([name, variables, says, plan]) => ({ name, says, test: test(variables, plan) }));
