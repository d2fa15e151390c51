// What the configuration and the app must say alike.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

function source(repository, path) {
  const file = join(repository, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function javaIn(repository, folder) {
  const path = join(repository, 'src/main/java/io/github/vertexbridge', folder);
  return readdirSync(path)
    .filter((name) => name.endsWith('.java'))
    .map((name) => readFileSync(join(path, name), 'utf8'))
    .join('\n');
}

/** The values of the constants that a method of Names.java lists. */
function listed(text, method) {
  const values = Object.fromEntries([...text.matchAll(/String ([A-Z]+) = "([^"]+)"/g)].map(([, name, value]) => [name, value]));
  const list = new RegExp(`List<String> ${method}\\(\\) \\{\\s*return List.of\\(([^;]*)\\);`).exec(text)?.[1] ?? '';
  return [...new Set([...list.matchAll(/\b([A-Z]{2,})\b/g)].map(([, name]) => values[name]).filter(Boolean))];
}

function differences(what, here, there) {
  return [
    ...there.filter((x) => !here.includes(x)).map((x) => `${what}: the code has ${x}, the configuration has not`),
    ...here.filter((x) => !there.includes(x)).map((x) => `${what}: the configuration has ${x}, the code has not`),
  ];
}

export default [
  {
    name: 'queues-as-in-code',
    run({ names, repository }) {
      const text = source(repository, 'src/main/java/io/github/vertexbridge/storage/Names.java');
      const queues = listed(text, 'queues');
      const suffix = /String POISON = "([^"]+)"/.exec(text)?.[1];
      if (queues.length === 0 || !suffix) return ['no queue names found in Names.java'];
      return differences('queues', names.queues, queues.flatMap((name) => [name, `${name}${suffix}`]));
    },
  },
  {
    name: 'tables-as-in-code',
    run({ names, repository }) {
      const tables = listed(source(repository, 'src/main/java/io/github/vertexbridge/storage/Names.java'), 'tables');
      if (tables.length === 0) return ['no table names found in Names.java'];
      return differences('tables', names.tables, tables);
    },
  },
  {
    name: 'containers-as-in-code',
    run({ names, repository }) {
      const containers = listed(source(repository, 'src/main/java/io/github/vertexbridge/storage/Names.java'), 'containers');
      if (containers.length === 0) return ['no container names found in Names.java'];
      const here = [names.auditContainer, names.jobContainer];
      return containers.filter((name) => !here.includes(name)).map((name) => `containers: the code has ${name}, the configuration has not`);
    },
  },
  {
    name: 'queue-functions-as-in-code',
    run({ names, repository }) {
      const text = javaIn(repository, 'functions');
      const found = [...text.matchAll(/@FunctionName\("(\w+)"\)[\s\S]*?(@QueueTrigger|@HttpTrigger)/g)]
        .filter(([, , trigger]) => trigger === '@QueueTrigger')
        .map(([, name]) => name);
      if (found.length === 0) return ['no queue functions found'];
      return differences('queue functions', names.queueFunctions, found);
    },
  },
  {
    name: 'health-paths-as-in-code',
    run({ names, repository }) {
      const text = javaIn(repository, 'functions');
      const routes = [...text.matchAll(/route\s*=\s*"(bridge\/health\/[^"]+)"/g)].map(([, route]) => `/${route}`);
      if (routes.length === 0) return ['no health routes found'];
      return differences('health paths', names.healthPaths, [...new Set(routes)]);
    },
  },
  {
    name: 'settings-as-in-code',
    run({ modules, repository }) {
      const text = source(repository, 'src/main/java/io/github/vertexbridge/config/SettingsReader.java');
      const known = [...new Set(text.match(/"(BRIDGE_[A-Z_]+|AZURE_CLIENT_ID)"/g)?.map((x) => x.slice(1, -1)))];
      const required = [...text.matchAll(/required\(\s*"([A-Z_]+)"/g)].map(([, name]) => name);
      if (required.length === 0) return ['no settings found in SettingsReader.java'];
      const app = JSON.stringify(modules['modules/azure'].locals.settings) + JSON.stringify(modules['.'].module.azure);
      const set = [...new Set(app.match(/\b(BRIDGE_[A-Z_]+|AZURE_CLIENT_ID)\b/g))];
      const offered = /BRIDGE_\(([A-Z_|]+)\)/.exec(JSON.stringify(modules['.'].variable.extra_app_settings))?.[1] ?? '';
      const optional = offered.split('|').map((name) => `BRIDGE_${name}`);
      return [
        ...required.filter((name) => !set.includes(name)).map((name) => `${name} is required by the app and not set`),
        ...[...set, ...optional].filter((name) => !known.includes(name)).map((name) => `${name} is not a setting of the app`),
        ...known.filter((name) => ![...set, ...optional].includes(name)).map((name) => `${name} cannot be set here`),
      ];
    },
  },
  {
    name: 'java-version-as-in-build',
    run({ modules, repository }) {
      const here = modules['modules/azure'].variable.java_version[0].default;
      const pom = source(repository, 'pom.xml');
      const found = [...pom.matchAll(/<(maven\.compiler\.release|javaVersion)>(?!\$)([^<]+)</g)];
      if (found.length === 0) return ['no Java version found in pom.xml'];
      return found.filter(([, , version]) => version !== here).map(([, tag, version]) => `pom.xml says ${tag} ${version}, the app gets ${here}`);
    },
  },
  {
    name: 'metrics-as-in-code',
    run({ names, repository }) {
      const text = javaIn(repository, 'telemetry');
      return Object.values(names.metrics)
        .filter((metric) => !text.includes(`"${metric}"`))
        .map((metric) => `the app sends no ${metric}, but alerts or charts look for it`);
    },
  },
  {
    name: 'host-json',
    run({ repository }) {
      const host = JSON.parse(source(repository, 'host.json'));
      const queues = host.extensions?.queues ?? {};
      return [
        queues.messageEncoding === 'none' ? [] : 'queues.messageEncoding must be none: the app sends plain text',
        host.extensions?.http?.routePrefix === '' ? [] : 'http.routePrefix must be empty: health paths and SDKs rely on it',
      ].flat();
    },
  },
];
