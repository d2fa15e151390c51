// Layer A: everything that can be checked without terraform.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationAt } from './hcl.mjs';
import agreement from './checks/agreement.mjs';
import files from './checks/files.mjs';
import references from './checks/references.mjs';
import rules from './checks/rules.mjs';
import schema from './checks/schema.mjs';

const CHECKS = [...schema, ...references, ...rules, ...agreement, ...files];

/**
 * Checks the configuration in `root`; `repository` is where the app's sources are.
 * Answers [{name, problems}], one a check.
 */
export async function check(root, repository) {
  const context = {
    root,
    repository,
    names: JSON.parse(readFileSync(join(root, 'names.json'), 'utf8')),
    modules: await configurationAt(root),
  };
  const results = new Map();
  for (const { name, run } of CHECKS) {
    results.set(name, [...(results.get(name) ?? []), ...(await run(context))]);
  }
  return [...results].map(([name, problems]) => ({ name, problems }));
}
