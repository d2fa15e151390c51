// Stands in for the three providers on loopback: it knows their schemas and nothing else, so that
// `terraform init`, `validate` and `test` (with mock_provider) need no download and no cloud.
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { fileURLToPath } from 'node:url';
import { attribute, PROVIDERS, schemaOf } from './schema.mjs';

const NESTING = { single: 1, list: 2, set: 3 };
const proto = loader.loadSync(fileURLToPath(new URL('./tfplugin6.proto', import.meta.url)), { keepCase: true });
const { tfplugin6 } = grpc.loadPackageDefinition(proto);

/** "set(string)" -> ["set","string"], as Terraform writes types in JSON. */
function jsonType(type) {
  const parts = /^(\w+)\((\w+)\)$/.exec(type);
  return Buffer.from(JSON.stringify(parts ? [parts[1], parts[2]] : type));
}

function block({ attributes = {}, blocks = {} }) {
  return {
    attributes: Object.entries(attributes).map(([name, text]) => {
      const { type, ...flags } = attribute(text);
      return { name, type: jsonType(type), ...flags };
    }),
    block_types: Object.entries(blocks).map(([name, nested]) => ({
      type_name: name,
      block: block(nested),
      nesting: NESTING[nested.nesting],
      min_items: nested.min ?? 0,
      max_items: nested.max ?? 0,
    })),
  };
}

function schemas(all) {
  return Object.fromEntries(Object.entries(all).map(([name, schema]) => [name, { block: block(schema) }]));
}

function serve(provider) {
  const schema = schemaOf(provider);
  const answer = {
    provider: { block: block(schema.configuration) },
    resource_schemas: schemas(schema.resources),
    data_source_schemas: schemas(schema.dataSources),
  };
  const nothing = (_call, done) => done(null, {});
  const server = new grpc.Server();
  server.addService(tfplugin6.Provider.service, {
    GetProviderSchema: (_call, done) => done(null, answer),
    ValidateProviderConfig: nothing,
    ValidateResourceConfig: nothing,
    ValidateDataResourceConfig: nothing,
  });
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve({ server, port }),
    );
  });
}

/** Starts one server a provider. `reattach` is the value of TF_REATTACH_PROVIDERS. */
export async function startStub() {
  const servers = await Promise.all(PROVIDERS.map(serve));
  const reattach = {};
  servers.forEach(({ port }, index) => {
    reattach[`registry.terraform.io/hashicorp/${PROVIDERS[index]}`] = {
      Protocol: 'grpc',
      ProtocolVersion: 6,
      Pid: process.pid,
      Test: true,
      Addr: { Network: 'tcp', String: `127.0.0.1:${port}` },
    };
  });
  return {
    reattach: JSON.stringify(reattach),
    stop: () => servers.forEach(({ server }) => server.forceShutdown()),
  };
}
