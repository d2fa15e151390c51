// Reads the schemas of the resources that this configuration uses out of published npm packages and
// writes them as compact JSON into schema/. Run by hand when a resource or a package version changes:
//
//   npm run extract            (installs the packages, about 600 MB, into a temporary folder)
//   npm run extract -- FOLDER  (uses a folder that has them in node_modules)
//
// An attribute is written as "FLAGS TYPE": r required, o optional, c computed.
// What the packages do not tell: "optional and computed" (but for id), conflicts, allowed values.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const wanted = JSON.parse(readFileSync(join(here, 'schema/wanted.json'), 'utf8'));

const SCALARS = { string: 'string', number: 'number', boolean: 'bool', any: 'dynamic' };

function camel(snake) {
  return snake.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** Terraform type from the generator's words, e.g. ("set", "stringList") -> set(string). */
function typeOf(kind, storage) {
  if (kind === 'simple') return SCALARS[storage] ?? 'dynamic';
  const element = SCALARS[storage.replace(/(List|Map)$/, '')];
  return element ? `${kind}(${element})` : 'dynamic';
}

/** Body of the first function or class that starts with `head`, up to the line that closes it. */
function bodyOf(text, head, close = '\n}') {
  const start = text.indexOf(head);
  if (start < 0) return '';
  const end = text.indexOf(close, start);
  return text.slice(start, end < 0 ? undefined : end);
}

/** Every `name: {value, isBlock, type, storageClassType}` of a synthesising function. */
function entries(body) {
  const pattern =
    /^\s+(\w+): \{\s+value: (.*),\s+isBlock: (true|false),\s+type: "(\w+)",\s+storageClassType: "(\w+)",\s+\},/gm;
  return [...body.matchAll(pattern)].map(([, name, value, block, kind, storage]) => ({
    name,
    value,
    block: block === 'true',
    kind,
    storage,
  }));
}

/** Members of an exported interface: camel name -> {optional, type}. */
function members(types, name) {
  const body = bodyOf(types, `export interface ${name} `);
  const found = {};
  for (const [, member, optional, type] of body.matchAll(
    /readonly (\w+)(\?)?: ([\s\S]*?);\s*(?=\/\*\*|$|readonly)/g,
  )) {
    found[member] = { optional: optional === '?', type: type.trim() };
  }
  return found;
}

/** Read-only values of a class, told by the comments that the generator leaves. */
function computed(body) {
  const found = {};
  const pattern = /\/\/ (\w+) - computed: true, optional: false, required: false\s+([^\n]*)\n([^\n]*)/g;
  for (const [, name, first, second] of body.matchAll(pattern)) {
    const text = `${first}\n${second}`;
    const map = /new cdkt[fn]\.(String|Number|Boolean)Map\(/.exec(text);
    const list = /getListAttribute|cdkt[fn]\.Fn\.tolist\(/.test(text);
    if (/getStringAttribute/.test(text)) found[name] = 'c string';
    else if (/getNumberAttribute/.test(text)) found[name] = 'c number';
    else if (/getBooleanAttribute/.test(text)) found[name] = 'c bool';
    else if (map) found[name] = `c map(${SCALARS[map[1].toLowerCase()]})`;
    else if (list) found[name] = 'c list(string)';
    else if (/\bList\(this|new \w+List\(/.test(text)) found[name] = 'c dynamic';
  }
  return found;
}

function block(js, types, body, interfaceName, className) {
  const result = { attributes: {}, blocks: {} };
  const declared = members(types, interfaceName);
  for (const entry of entries(body)) {
    const member = declared[camel(entry.name)] ?? declared[`${camel(entry.name)}Attribute`];
    const optional = member ? member.optional : true;
    if (!entry.block) {
      const flags = entry.name === 'id' && optional ? 'oc' : optional ? 'o' : 'r';
      result.attributes[entry.name] = `${flags} ${typeOf(entry.kind, entry.storage)}`;
      continue;
    }
    const inner = entry.storage.replace(/List$/, '');
    const single = member && !/\[\]/.test(member.type);
    const mapper = `function ${inner[0].toLowerCase()}${inner.slice(1)}ToHclTerraform(`;
    result.blocks[entry.name] = {
      nesting: entry.kind === 'struct' ? 'single' : entry.kind,
      ...(optional ? {} : { min: 1 }),
      ...(single && entry.kind !== 'struct' ? { max: 1 } : {}),
      ...block(js, types, bodyOf(js, mapper), inner, `class ${inner}OutputReference `),
    };
  }
  for (const [name, type] of Object.entries(computed(bodyOf(js, className)))) {
    result.attributes[name] ??= type;
  }
  if (Object.keys(result.blocks).length === 0) delete result.blocks;
  return result;
}

function resource(folder, library, name) {
  const path = join(folder, 'node_modules', library, 'lib', name.replaceAll('_', '-'));
  const js = readFileSync(join(path, 'index.js'), 'utf8').replace(/\/\/# sourceMapping.*/, '');
  const types = readFileSync(join(path, 'index.d.ts'), 'utf8');
  const [, type] = /static readonly tfResourceType = "(\w+)"/.exec(types);
  const [, className] = new RegExp(`export declare class (\\w+) extends cdkt[fn]\\.Terraform`).exec(types);
  const body = bodyOf(js, '    synthesizeHclAttributes() {', '\n    }\n');
  const schema = block(js, types, body, `${className}Config`, `class ${className} extends`);
  if (entries(body).length === 0) throw new Error(`${type}: no attributes found`);
  if (name !== 'provider') schema.attributes.id ??= 'c string';
  return [type, schema];
}

function install() {
  const folder = mkdtempSync(join(tmpdir(), 'provider-packages-'));
  const packages = Object.values(wanted).map((w) => `${w.package}@${w.version}`);
  execFileSync('npm', ['install', '--no-save', '--ignore-scripts', '--legacy-peer-deps', '--prefix', folder, ...packages], {
    stdio: 'inherit',
  });
  return folder;
}

const given = process.argv[2];
const folder = given ?? install();
for (const [provider, want] of Object.entries(wanted)) {
  const manifest = JSON.parse(readFileSync(join(folder, 'node_modules', want.package, 'package.json'), 'utf8'));
  if (manifest.version !== want.version) {
    throw new Error(`${want.package} is ${manifest.version}, wanted.json says ${want.version}`);
  }
  const read = (names, prefix) =>
    Object.fromEntries(names.map((name) => resource(folder, want.package, `${prefix}${name}`)));
  const schema = {
    provider,
    providerVersion: (manifest.cdktf ?? manifest.cdktn).provider.version,
    source: { package: want.package, version: want.version, licence: manifest.license },
    configuration: resource(folder, want.package, 'provider')[1],
    resources: read(want.resources, ''),
    dataSources: read(want.dataSources ?? [], `data_${provider}_`),
  };
  const text = JSON.stringify(schema, null, 1).replace(/\n\s+(?="\w+": "[a-z]+ )/g, ' ');
  writeFileSync(join(here, `schema/${provider}.json`), `${text}\n`);
  console.log(`${provider} ${schema.providerVersion}: ${Object.keys(schema.resources).length} resources`);
}
if (!given) rmSync(folder, { recursive: true });
