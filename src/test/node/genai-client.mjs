// What every program here begins with: the SDK as docs/drop-in.md sets it up, its calls counted,
// and the sandbox's admin route. Rows are added to `rows`; the last file runs them.
import assert from 'node:assert/strict';
import { GoogleGenAI } from '@google/genai';

const project = process.env.GOOGLE_CLOUD_PROJECT;
const model = 'gemini-2.5-flash';
const rows = {};

// The SDK is as it was released; what it sends is counted below it.
let sent = [];
const plain = globalThis.fetch;
globalThis.fetch = (url, init) => {
  sent.push({ url: String(url), headers: new Headers(init?.headers) });
  return plain(url, init);
};

function client(options = {}) {
  const authClient = {
    getRequestHeaders: async () =>
      new Headers({ authorization: `Bearer ${process.env.BRIDGE_TOKEN}` }),
  };
  return new GoogleGenAI({
    vertexai: true,
    project,
    location: process.env.GOOGLE_CLOUD_LOCATION,
    googleAuthOptions: { authClient },
    ...options,
    httpOptions: { baseUrl: process.env.BRIDGE_URL, ...options.httpOptions },
  });
}

const ai = client();

async function admin(method, path, body) {
  const answer = await plain(process.env.SANDBOX_ADMIN + path, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

// What Vertex has been asked so far.
const upstream = async () =>
  (await admin('GET', '/state')).counters['vertex.rest.requests'] ?? 0;
const lastCall = async () => (await admin('GET', '/calls')).at(-1);

async function all(pager) {
  const items = [];
  for await (const item of await pager) items.push(item);
  return items;
}

const id = (name) => name.split('/').at(-1);

const googleError = (code, status, message, ...details) => ({
  error: { code, status, message, details },
});

// The error of a call that must fail, once it is one of the SDK's own.
async function apiError(call) {
  try {
    await call();
  } catch (e) {
    assert.equal(e.name, 'ApiError', String(e));
    return e;
  }
  return assert.fail('no error');
}
