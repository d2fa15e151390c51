// Everything that is referred to exists, everything that is declared is used.
import { blocksOf, referencesIn } from '../hcl.mjs';
import { schemaFor } from './schema.mjs';

const COMMON = ['id'];

function missing(module, modules, [head, ...names]) {
  if (head === 'var') return !(names[0] in module.variable) && `variable ${names[0]}`;
  if (head === 'local') return !(names[0] in module.locals) && `local ${names[0]}`;
  if (head === 'module') {
    const call = module.module[names[0]];
    if (!call) return `module ${names[0]}`;
    const called = modules[call[0].source.replace(/^\.\//, '')];
    return names[1] !== undefined && !(names[1] in called.output) && `output ${names[1]} of module ${names[0]}`;
  }
  const data = head === 'data';
  const [type, name, member] = data ? names : [head, ...names];
  if (!module[data ? 'data' : 'resource'][type]?.[name]) return `${data ? 'data ' : ''}${type}.${name}`;
  const schema = schemaFor(data ? 'data' : 'resource', type);
  const known = { ...schema?.attributes, ...schema?.blocks };
  return member !== undefined && !COMMON.includes(member) && !(member in known) && `${member} of ${type}.${name}`;
}

function everything(module) {
  const { path, ...sections } = module;
  return referencesIn(sections);
}

export default [
  {
    name: 'references',
    run({ modules }) {
      return Object.values(modules).flatMap((module) =>
        everything(module)
          .map((reference) => missing(module, modules, reference))
          .filter(Boolean)
          .map((what) => `${module.path}: refers to ${what}, which does not exist`),
      );
    },
  },
  {
    name: 'module-arguments',
    run({ modules }) {
      return Object.entries(modules['.'].module).flatMap(([name, [call]]) => {
        const { source, ...given } = call;
        const variables = modules[source.replace(/^\.\//, '')].variable;
        return [
          ...Object.keys(given)
            .filter((key) => !(key in variables))
            .map((key) => `module ${name} has no variable ${key}`),
          ...Object.entries(variables)
            .filter(([key, [variable]]) => !('default' in variable) && !(key in given))
            .map(([key]) => `module ${name} needs ${key}`),
        ];
      });
    },
  },
  {
    name: 'unused',
    run({ modules }) {
      return Object.values(modules).flatMap((module) => {
        const used = new Set(everything(module).map(([head, name]) => `${head}.${name}`));
        const usedFromRoot = new Set(everything(modules['.']).filter(([h]) => h === 'module').map(([, m, o]) => `${m}.${o}`));
        const name = module.path.split('/').pop();
        return [
          ...Object.keys(module.variable).filter((v) => !used.has(`var.${v}`)).map((v) => `${module.path}: variable ${v} is not used`),
          ...Object.keys(module.locals).filter((l) => !used.has(`local.${l}`)).map((l) => `${module.path}: local ${l} is not used`),
          ...(module.path === '.'
            ? []
            : Object.keys(module.output).filter((o) => !usedFromRoot.has(`${name}.${o}`)).map((o) => `${module.path}: output ${o} is not used`)),
          ...blocksOf(module)
            .filter(({ kind, type, name: n }) => kind === 'data' && !everything(module).some((r) => r[0] === 'data' && r[1] === type && r[2] === n))
            .map(({ address }) => `${module.path}: ${address} is not used`),
        ];
      });
    },
  },
  {
    name: 'described',
    run({ modules }) {
      return Object.entries(modules['.'].variable)
        .filter(([, [variable]]) => !variable.description || !variable.type)
        .map(([name]) => `variable ${name} needs a description and a type`);
    },
  },
];
