// Runs the real terraform in a copy of the configuration, with the stub in the providers' place.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startStub } from './stub.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

// What a user's own work leaves in the folder must not change the outcome.
const LEFT_OUT = /^(tests\/offline|\.terraform.*|.*tfstate.*|(?!main\.tfvars).*\.tfvars(\.json)?|.*_override\.tf)$/;

/** A copy of the configuration that may be changed. */
export function copyOf(root = ROOT) {
  const folder = mkdtempSync(join(tmpdir(), 'vertex-bridge-infra-'));
  cpSync(root, folder, {
    recursive: true,
    filter: (path) => !LEFT_OUT.test(relative(root, path)),
  });
  return folder;
}

export function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Makes the tests of a copy stop after the plan, with the mocked values in it: the same assertions in
 * half the time. Terraform can do that from 1.11 on; nothing is done for an older one.
 */
export function planOnly(folder, version) {
  const [major, minor] = version.split('.').map(Number);
  if (major === 1 && minor < 11) return;
  const tests = join(folder, 'tests');
  for (const name of readdirSync(tests).filter((file) => file.endsWith('.tftest.hcl'))) {
    const text = readFileSync(join(tests, name), 'utf8')
      .replace(/^run "\w+" \{$/gm, '$&\n  command = plan')
      .replace(/^(mock_provider "\w+"|override_resource) \{$/gm, '$&\n  override_during = plan');
    writeFileSync(join(tests, name), text);
  }
}

function run(folder, reattach, args) {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(TF_|ARM_|GOOGLE_|AZURE_)/.test(name)),
  );
  return new Promise((resolve, reject) => {
    const child = spawn('terraform', args, {
      cwd: folder,
      env: {
        ...environment,
        TF_REATTACH_PROVIDERS: reattach,
        TF_IN_AUTOMATION: '1',
        TF_CLI_CONFIG_FILE: '/dev/null', // nothing of the user's own configuration
        CHECKPOINT_DISABLE: '1',
        GOGC: '400', // many short runs: less collecting, a fifth faster
      },
    });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/** Version of the terraform on PATH, or undefined if there is none. */
export async function terraformVersion() {
  try {
    const { ok, output } = await run(ROOT, '{}', ['version', '-json']);
    return ok ? JSON.parse(output).terraform_version : undefined;
  } catch {
    return undefined;
  }
}

/** Runs `work({terraform(folder, ...args)})` while the stub serves. */
export async function withTerraform(work) {
  const stub = await startStub();
  try {
    return await work((folder, ...args) => run(folder, stub.reattach, args));
  } finally {
    stub.stop();
  }
}
