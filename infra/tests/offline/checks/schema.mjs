// Every block against the provider's schema: names, required and read-only arguments, counts, types.
import { blocksOf } from '../hcl.mjs';
import { attribute, PROVIDERS, schemaOf } from '../schema.mjs';

const META = ['count', 'for_each', 'depends_on', 'provider', 'lifecycle', 'alias'];
const schemas = Object.fromEntries(PROVIDERS.map((name) => [name, schemaOf(name)]));

/** Schema of a resource or data source, or undefined. */
export function schemaFor(kind, type) {
  const schema = schemas[type.split('_')[0]];
  return kind === 'data' ? schema?.dataSources[type] : schema?.resources[type];
}

function literal(value) {
  return !(typeof value === 'string' && value.includes('${'));
}

/** Whether a literal fits a type; expressions always do. */
function fits(value, type) {
  if (!literal(value) || value === null) return true;
  const [, outer, element] = /^(\w+)\((\w+)\)$/.exec(type) ?? [];
  if (outer === 'map') {
    return typeof value === 'object' && !Array.isArray(value) && Object.values(value).every((v) => fits(v, element));
  }
  if (outer) return Array.isArray(value) && value.every((v) => fits(v, element));
  switch (type) {
    case 'bool':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string';
    default:
      return true;
  }
}

function inBlock(body, schema, where, problems, top) {
  const blocks = schema.blocks ?? {};
  const counts = {};
  const visit = (name, nested, times) => {
    if (!blocks[name]) {
      problems.push(`${where}: there is no block ${name}`);
      return;
    }
    counts[name] = (counts[name] ?? 0) + times;
    nested.forEach((inner) => inBlock(inner, blocks[name], `${where}.${name}`, problems, false));
  };

  for (const [name, value] of Object.entries(body)) {
    if (top && META.includes(name)) continue;
    if (name === 'dynamic') {
      for (const [dynamic, [{ content }]] of Object.entries(value)) visit(dynamic, content, NaN);
    } else if (blocks[name]) {
      visit(name, value, value.length);
    } else if (!schema.attributes[name]) {
      problems.push(`${where}: there is no argument ${name}`);
    } else {
      const { required, optional, type } = attribute(schema.attributes[name]);
      if (!required && !optional) problems.push(`${where}: ${name} is read-only`);
      else if (!fits(value, type)) problems.push(`${where}: ${name} must be ${type}, is ${JSON.stringify(value)}`);
    }
  }
  for (const [name, text] of Object.entries(schema.attributes)) {
    if (attribute(text).required && !(name in body)) problems.push(`${where}: ${name} is required`);
  }
  for (const [name, nested] of Object.entries(blocks)) {
    const count = name in counts ? counts[name] : 0;
    if (count < (nested.min ?? 0)) problems.push(`${where}: block ${name} is required`);
    if (nested.max && count > nested.max) problems.push(`${where}: block ${name} may stand ${nested.max} time(s)`);
  }
}

export default [
  {
    name: 'schema',
    run({ modules }) {
      const problems = [];
      for (const module of Object.values(modules)) {
        for (const { kind, type, body, address } of blocksOf(module)) {
          const schema = schemaFor(kind, type);
          if (schema) inBlock(body, schema, `${module.path} ${address}`, problems, true);
          else problems.push(`${module.path} ${address}: the schema of ${type} is not in tests/offline/schema`);
        }
        for (const [name, [body]] of Object.entries(module.provider)) {
          inBlock(body, schemas[name].configuration, `provider ${name}`, problems, true);
        }
      }
      return problems;
    },
  },
];
