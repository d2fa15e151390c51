// Runs the real terraform in a copy of the configuration, with the stub in the providers' place.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startStub } from './stub.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A copy of the configuration that may be changed: *.tf, names, modules and *.tftest.hcl only. */
export function copyOf(root = ROOT) {
  const folder = mkdtempSync(join(tmpdir(), 'vertex-bridge-infra-'));
  cpSync(root, folder, {
    recursive: true,
    filter: (path) => !/node_modules|\.terraform|tests\/offline|tfstate|auto\.tfvars|terraform\.tfvars$/.test(path),
  });
  return folder;
}

export function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
}

/** Every file below a folder, as paths from it. */
export function filesIn(folder, prefix = '') {
  return readdirSync(join(folder, prefix)).flatMap((name) => {
    const path = join(prefix, name);
    return statSync(join(folder, path)).isDirectory() ? filesIn(folder, path) : [path];
  });
}

function run(folder, reattach, args) {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(TF_|ARM_|GOOGLE_|AZURE_)/.test(name)),
  );
  return new Promise((resolve, reject) => {
    const child = spawn('terraform', args, {
      cwd: folder,
      env: { ...environment, TF_REATTACH_PROVIDERS: reattach, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' },
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
