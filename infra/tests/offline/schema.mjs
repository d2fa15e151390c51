// The committed provider schemas, read.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const PROVIDERS = ['azurerm', 'azuread', 'google'];

const folder = fileURLToPath(new URL('./schema/', import.meta.url));

/** {provider, providerVersion, source, configuration, resources, dataSources} of one provider. */
export function schemaOf(provider) {
  return JSON.parse(readFileSync(`${folder}${provider}.json`, 'utf8'));
}

/** "r set(string)" -> {required, optional, computed, type: "set(string)"}. */
export function attribute(text) {
  const [flags, type] = text.split(' ');
  return {
    required: flags.includes('r'),
    optional: flags.includes('o'),
    computed: flags.includes('c'),
    type,
  };
}
