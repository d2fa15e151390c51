// Runs every check of the infrastructure that needs no cloud. Started by ../run.sh.
//
//   layer A   the configuration against provider schemas, the app's sources and our rules (Node only)
//   layer B   terraform fmt, init, validate and test, with the providers' schemas from a stub
//   both      refusals: wrong inputs and what is said about them; mutations: planted faults
//
// The last line is "ran N, skipped M: reasons"; the exit code is not 0 if anything failed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './check.mjs';
import { lintCommands } from './commands.mjs';
import { MUTATIONS } from './mutations.mjs';
import { REFUSALS } from './refusals.mjs';
import { differenceOf, SAMPLES, sampleIn } from './samples.mjs';
import { copyOf, planOnly, remove, ROOT, terraformVersion, withTerraform } from './terraform.mjs';

const REPOSITORY = join(ROOT, '..');
const WORKERS = 2;

let ran = 0;
let failed = 0;
const skips = new Map();

function report(name, problems) {
  ran += 1;
  if (problems.length === 0) {
    console.log(`ok   ${name}`);
    return;
  }
  failed += 1;
  console.log(`FAIL ${name}`);
  problems.forEach((problem) => console.log(`       ${problem}`));
}

function skip(count, reason) {
  skips.set(reason, (skips.get(reason) ?? 0) + count);
  console.log(`SKIP ${count} check(s): ${reason}`);
}

async function inParallel(items, work) {
  const waiting = [...items];
  await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
    }),
  );
}

/** What `terraform test -json` says: {ok, lines, runs: [{file, run, status}], diagnostics: [{file, text}]}. */
function readTest({ ok, output }) {
  const lines = output.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  return {
    ok,
    lines,
    runs: lines
      .filter((line) => line.type === 'test_run' && line.test_run.progress === 'complete')
      .map(({ test_run: { path, run, status } }) => ({ file: path, run, status })),
    diagnostics: lines
      .filter((line) => line.type === 'diagnostic' && line.diagnostic.severity === 'error')
      .map((line) => ({ file: line['@testfile'] ?? '', text: `${line.diagnostic.summary}: ${line.diagnostic.detail}` })),
  };
}

const INIT = ['init', '-backend=false', '-input=false', '-no-color'];

async function layerB(terraform) {
  const folder = copyOf();
  try {
    for (const args of [['fmt', '-check', '-recursive', '-no-color'], INIT, ['validate', '-no-color']]) {
      const { ok, output } = await terraform(folder, ...args);
      report(`terraform ${args[0]}`, ok ? [] : output.trim().split('\n'));
      if (!ok && args[0] !== 'fmt') return false;
    }
    const { ok, lines, runs, diagnostics } = readTest(await terraform(folder, 'test', '-json', '-verbose'));
    for (const { file, run, status } of runs) {
      const problems = diagnostics.filter((d) => d.file === file).map((d) => d.text);
      report(`terraform test ${file} ${run}`, status === 'pass' ? [] : [status, ...problems]);
    }
    if (!ok && runs.every(({ status }) => status === 'pass')) report('terraform test', diagnostics.map((d) => d.text));
    for (const run of SAMPLES) {
      const text = sampleIn(lines, run);
      report(`sample ${run}`, text ? differenceOf(run, text) : ['the run left no outputs']);
    }
    return ok;
  } finally {
    remove(folder);
  }
}

async function refusals(terraform) {
  const folder = copyOf();
  try {
    for (const name of ['azure', 'google', 'wiring']) remove(join(folder, `tests/${name}.tftest.hcl`));
    for (const { name, test } of REFUSALS) writeFileSync(join(folder, `tests/${name}.tftest.hcl`), test);
    await terraform(folder, ...INIT);
    const { diagnostics } = readTest(await terraform(folder, 'test', '-json'));
    for (const { name, says } of REFUSALS) {
      const said = diagnostics.filter(({ file }) => file === `tests/${name}.tftest.hcl`).map(({ text }) => text.replace(/\s+/g, ' '));
      report(`refused ${name}`, said.some((text) => text.includes(says)) ? [] : [`expected: ${says}`, ...said.map((text) => `said: ${text}`)]);
    }
  } finally {
    remove(folder);
  }
}

function mutate(folder, { file, from, to, last }) {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const at = last ? text.lastIndexOf(from) : text.indexOf(from);
  if (at < 0) return `${file} has no text "${from}": the mutation is out of date`;
  writeFileSync(path, text.slice(0, at) + to + text.slice(at + from.length));
  return undefined;
}

/** Undefined if the fault was caught by whom it names, else what happened instead. */
async function missed(mutation, terraform, version) {
  const folder = copyOf();
  try {
    const stale = mutate(folder, mutation);
    if (stale) return stale;
    if (mutation.check) {
      const caught = (await check(folder, REPOSITORY)).filter(({ problems }) => problems.length > 0).map(({ name }) => name);
      return caught.includes(mutation.check) ? undefined : `${mutation.check} did not notice (others: ${caught.join(', ') || 'none'})`;
    }
    planOnly(folder, version);
    const init = await terraform(folder, ...INIT);
    if (!init.ok) return `terraform init failed: ${init.output}`;
    const { diagnostics } = readTest(await terraform(folder, 'test', '-json', `-filter=tests/${mutation.test}.tftest.hcl`));
    const said = diagnostics.map(({ text }) => text.replace(/\s+/g, ' '));
    return said.some((text) => text.includes(mutation.says)) ? undefined : `no assertion said "${mutation.says}" (said: ${said.join(' | ') || 'nothing'})`;
  } finally {
    remove(folder);
  }
}

async function mutations(terraform, version) {
  const all = Object.entries(MUTATIONS);
  const possible = all.filter(([, { check: inLayerA }]) => terraform || inLayerA);
  let caught = 0;
  await inParallel(possible, async ([name, mutation]) => {
    const problem = await missed(mutation, terraform, version);
    if (!problem) caught += 1;
    const who = mutation.check ?? `${mutation.test}.tftest.hcl "${mutation.says}"`;
    report(`fault "${name}" is caught by ${who}`, problem ? [problem] : []);
  });
  console.log(`mutations caught: ${caught} of ${all.length}${possible.length < all.length ? ` (${all.length - possible.length} need terraform)` : ''}`);
  return all.length - possible.length;
}

for (const { name, problems } of await check(ROOT, REPOSITORY)) report(name, problems);

const commands = await lintCommands(REPOSITORY);
if (commands.skipped) skip(commands.count, commands.skipped);
else report(`${commands.count} gcloud commands in the docs`, commands.problems);

const version = await terraformVersion();
if (version) {
  console.log(`terraform ${version}`);
  await withTerraform(async (terraform) => {
    if (await layerB(terraform)) {
      await refusals(terraform);
      await mutations(terraform, version);
    } else {
      skip(REFUSALS.length + Object.keys(MUTATIONS).length, 'terraform test failed, so refusals and mutations say nothing');
    }
  });
} else {
  const left = await mutations();
  skip(left + REFUSALS.length + 3, 'no terraform on PATH (layer B: fmt, init, validate, test, refusals, mutations)');
}

const skipped = [...skips.values()].reduce((a, b) => a + b, 0);
if (failed > 0) console.log(`${failed} failed`);
console.log(`ran ${ran}, skipped ${skipped}${skipped ? `: ${[...skips.keys()].join('; ')}` : ''}`);
process.exit(failed > 0 ? 1 : 0);
