// What `terraform output` says for sample plans, kept in ../samples so that the app's own tests can
// use it without terraform. `npm run samples` writes the files anew.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf, remove, ROOT, withTerraform } from './terraform.mjs';

const FOLDER = join(ROOT, 'tests/samples');
export const SAMPLES = ['impersonate', 'direct', 'policy'];

/** Text of a sample, from the lines of `terraform test -json -verbose`. */
export function sampleIn(lines, run) {
  const state = lines.find((line) => line.type === 'test_state' && line['@testrun'] === run);
  if (!state) return undefined;
  const value = (name) => state.test_state.outputs[name].value;
  return `${JSON.stringify({ app_settings: value('app_settings'), deployment: value('deployment') }, null, 2)}\n`;
}

/** What is wrong with the committed sample, given how it should be. */
export function differenceOf(run, text) {
  let kept = '';
  try {
    kept = readFileSync(join(FOLDER, `${run}.json`), 'utf8');
  } catch {
    return [`tests/samples/${run}.json is missing: npm run samples`];
  }
  return kept === text ? [] : [`tests/samples/${run}.json is not what the configuration gives: npm run samples, and look at the difference`];
}

if (process.argv[1].endsWith('samples.mjs')) {
  mkdirSync(FOLDER, { recursive: true });
  const folder = copyOf();
  await withTerraform(async (terraform) => {
    await terraform(folder, 'init', '-backend=false', '-input=false');
    const { output } = await terraform(folder, 'test', '-json', '-verbose', '-filter=tests/wiring.tftest.hcl');
    const lines = output.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
    for (const run of SAMPLES) writeFileSync(join(FOLDER, `${run}.json`), sampleIn(lines, run));
  });
  remove(folder);
}
