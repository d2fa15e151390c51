// The configuration as data: one object a module, and what its expressions refer to.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from '@cdktf/hcl2json';

const SECTIONS = ['variable', 'output', 'module', 'resource', 'data', 'provider'];

/** {path, variable, output, module, resource, data, provider, locals} of one folder's *.tf files. */
async function moduleAt(root, folder) {
  const found = { path: relative(root, folder) || '.', locals: {}, ...Object.fromEntries(SECTIONS.map((s) => [s, {}])) };
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.tf')).sort()) {
    const parsed = await parse(file, readFileSync(join(folder, file), 'utf8'));
    for (const locals of parsed.locals ?? []) Object.assign(found.locals, locals);
    for (const section of SECTIONS) {
      for (const [name, blocks] of Object.entries(parsed[section] ?? {})) {
        if (section === 'resource' || section === 'data') {
          found[section][name] = { ...found[section][name], ...blocks };
        } else {
          found[section][name] = blocks;
        }
      }
    }
  }
  return found;
}

/** The root module and the modules that it calls, by path. */
export async function configurationAt(root) {
  const main = await moduleAt(root, root);
  const modules = { '.': main };
  for (const [, [call]] of Object.entries(main.module)) {
    const path = call.source.replace(/^\.\//, '');
    modules[path] = await moduleAt(root, join(root, path));
  }
  return modules;
}

/** Resource and data blocks: {kind, type, name, body, address}. */
export function blocksOf(module) {
  return ['resource', 'data'].flatMap((kind) =>
    Object.entries(module[kind]).flatMap(([type, named]) =>
      Object.entries(named).map(([name, [body]]) => ({
        kind,
        type,
        name,
        body,
        address: `${kind === 'data' ? 'data.' : ''}${type}.${name}`,
      })),
    ),
  );
}

/** The code in a template: text outside ${…} and %{…} and in plain quotes becomes blank. */
function codeIn(template) {
  let code = '';
  const inside = []; // for each open ${ or %{: how many braces are open in it; 'text' while in quotes
  for (let i = 0; i < template.length; i += 1) {
    const top = inside.at(-1);
    const inText = top === undefined || top === 'text';
    if (inText && /^[$%]\{/.test(template.slice(i, i + 2)) && template[i - 1] !== template[i]) {
      inside.push(0);
      code += '  ';
      i += 1;
    } else if (top === 'text' && template[i] === '\\') {
      code += '  ';
      i += 1;
    } else if (top === 'text' && template[i] === '"') {
      inside.pop();
      code += '"';
    } else if (inText) {
      code += ' ';
    } else if (template[i] === '"') {
      inside.push('text');
      code += '"';
    } else if (template[i] === '{') {
      inside[inside.length - 1] += 1;
      code += '{';
    } else if (template[i] === '}' && top > 0) {
      inside[inside.length - 1] -= 1;
      code += '}';
    } else if (template[i] === '}') {
      inside.pop();
      code += ' ';
    } else {
      code += template[i];
    }
  }
  return code;
}

const REFERENCE =
  /(?<![\w.-])(var|local|module|data|azurerm_\w+|azuread_\w+|google_\w+)((?:\.[A-Za-z_][\w-]*|\[[^\]]*\])+)/g;

/** Everything that a value refers to, as lists of names without indexes: ["var", "name"]. */
export function referencesIn(value) {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) => [...referencesIn(key), ...referencesIn(inner)]);
  }
  if (typeof value !== 'string') return [];
  return [...codeIn(value).matchAll(REFERENCE)].map(([, head, rest]) => [
    head,
    ...rest.replace(/\[[^\]]*\]/g, '').split('.').filter(Boolean),
  ]);
}
