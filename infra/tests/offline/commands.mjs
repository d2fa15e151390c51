// gcloud commands in the documentation, tried with gcloud's own linter where gcloud is installed.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** {count, problems} or {count, skipped}. */
export async function lintCommands(repository) {
  const commands = commandsIn(repository);
  try {
    await run('gcloud', ['--version']);
  } catch {
    return { count: 1, skipped: `no gcloud on PATH (${commands.length} documented commands not linted)` };
  }
  const problems = [];
  for (const command of commands) {
    try {
      const { stdout } = await run('gcloud', ['meta', 'lint-gcloud-commands', `--command-string=${command}`], {
        env: { ...process.env, CLOUDSDK_CORE_DISABLE_PROMPTS: '1', CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: '1' },
      });
      const [result] = JSON.parse(stdout);
      if (!result.success) problems.push(`${command}: ${result.error_message}`);
    } catch (error) {
      problems.push(`${command}: ${String(error.stderr ?? error.message).trim().split('\n').pop()}`);
    }
  }
  return { count: commands.length, problems };
}
