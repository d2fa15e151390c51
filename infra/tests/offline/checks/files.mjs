// The files beside the configuration: example values, azd, workflows.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { parse as parseHcl } from '@cdktf/hcl2json';

function workflows(repository) {
  const folder = join(repository, '.github/workflows');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return { name, text, workflow: parseYaml(text) };
  });
}

const steps = ({ workflow }) => Object.values(workflow.jobs).flatMap((job) => job.steps ?? []);

export default [
  {
    name: 'example-values',
    async run({ modules, root }) {
      const known = modules['.'].variable;
      const example = await parseHcl('example.tf', readFileSync(join(root, 'terraform.tfvars.example'), 'utf8'));
      const azd = JSON.parse(readFileSync(join(root, 'main.tfvars.json'), 'utf8'));
      return [
        ...Object.keys(example).filter((k) => !(k in known)).map((k) => `terraform.tfvars.example: there is no variable ${k}`),
        ...Object.keys(azd).filter((k) => !(k in known)).map((k) => `main.tfvars.json: there is no variable ${k}`),
        ...Object.entries(known)
          .filter(([name, [variable]]) => !('default' in variable) && !(name in azd && name in example))
          .map(([name]) => `${name} has no default and is missing in terraform.tfvars.example or main.tfvars.json`),
      ];
    },
  },
  {
    name: 'azd',
    run({ repository, modules }) {
      const azure = parseYaml(readFileSync(join(repository, 'azure.yaml'), 'utf8'));
      const [service] = Object.keys(azure.services ?? {});
      const tags = JSON.stringify(modules['modules/azure'].resource.azurerm_linux_function_app.this);
      return [
        azure.infra?.provider === 'terraform' ? [] : 'azure.yaml: infra.provider must be terraform',
        azure.services?.[service]?.host === 'function' ? [] : 'azure.yaml: the service must be hosted as function',
        new RegExp(`azd-service-name\\W+${service}\\W`).test(tags) ? [] : `azure.yaml names the service ${service}, the app's tag another`,
      ].flat();
    },
  },
  {
    name: 'workflow-actions-pinned',
    run: ({ repository }) =>
      workflows(repository).flatMap((file) =>
        steps(file)
          .filter((step) => step.uses && !step.uses.startsWith('./') && !/@[0-9a-f]{40}$/.test(step.uses))
          .map((step) => `${file.name}: ${step.uses} is not pinned to a full commit`),
      ),
  },
  {
    name: 'workflow-no-secrets',
    run: ({ repository }) =>
      workflows(repository)
        .filter(({ text }) => /\$\{\{\s*secrets\./.test(text))
        .map(({ name }) => `${name} reads a secret: deployments go by OIDC`),
  },
  {
    name: 'workflow-permissions',
    run: ({ repository }) =>
      workflows(repository).flatMap(({ name, workflow }) => [
        ...(workflow.permissions ? [] : [`${name} does not limit its permissions`]),
        ...(JSON.stringify(workflow.permissions ?? {}).includes('write') ? [`${name} gives write permission to all jobs`] : []),
      ]),
  },
  {
    name: 'workflow-no-untrusted-text',
    run: ({ repository }) =>
      workflows(repository).flatMap((file) =>
        steps(file)
          .filter((step) => /\$\{\{\s*github\.(event\.|head_ref)/.test(step.run ?? ''))
          .map((step) => `${file.name}: step ${step.name ?? step.run} puts text from outside into a shell`),
      ),
  },
];
