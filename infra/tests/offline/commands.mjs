// gcloud commands in the documentation, tried with gcloud's own linter where gcloud is installed.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Commands in ```bash blocks of the runbooks and of infra/README.md, joined over line ends. */
function commandsIn(repository) {
  const runbooks = join(repository, 'docs/runbooks');
  const files = [
    join(repository, 'infra/README.md'),
    ...(existsSync(runbooks) ? readdirSync(runbooks).map((name) => join(runbooks, name)) : []),
  ].filter((file) => file.endsWith('.md') && existsSync(file));
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/```bash\n([\s\S]*?)```/g)].flatMap(([, block]) =>
      block
        .replace(/\\\n\s*/g, ' ')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line.startsWith('gcloud ')),
    ),
  );
}

/** {count, problems} or {count, skipped}. The linter is internal to gcloud: without it, a skip. */
export async function lintCommands(repository) {
  const commands = commandsIn(repository);
  const folder = mkdtempSync(join(tmpdir(), 'vertex-bridge-commands-'));
  const file = join(folder, 'commands.json');
  writeFileSync(file, JSON.stringify(commands.map((command) => ({ command_string: command }))));
  try {
    const { stdout } = await run('gcloud', ['meta', 'lint-gcloud-commands', `--commands-file=${file}`], {
      env: { ...process.env, CLOUDSDK_CORE_DISABLE_PROMPTS: '1', CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: '1' },
      maxBuffer: 64 * 1024 * 1024,
    });
    const results = JSON.parse(stdout);
    const problems = results
      .filter(({ success }) => !success)
      .map(({ command_string: command, error_message: message }) => `${command}: ${message.split('\n')[0]}`);
    if (results.length !== commands.length) problems.push(`${results.length} of ${commands.length} commands were linted`);
    return { count: commands.length, problems };
  } catch {
    return { count: 1, skipped: `no gcloud with its linter on PATH (${commands.length} documented commands)` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
