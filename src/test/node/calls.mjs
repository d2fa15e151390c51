// Every call of @google/genai in Vertex mode, against a bridge in front of the sandbox.
// Prints one line for each; fails at the first that is not as a user of the SDK expects it.
import assert from 'node:assert/strict';
import { GoogleGenAI } from '@google/genai';

const project = process.env.GOOGLE_CLOUD_PROJECT;
const location = process.env.GOOGLE_CLOUD_LOCATION;
const authClient = {
  getRequestHeaders: async () => new Headers({ authorization: `Bearer ${process.env.BRIDGE_TOKEN}` }),
};
const ai = new GoogleGenAI({
  vertexai: true,
  project,
  location,
  googleAuthOptions: { authClient },
  httpOptions: { baseUrl: process.env.BRIDGE_URL },
});
const model = 'gemini-2.5-flash';

async function all(pager) {
  const items = [];
  for await (const item of await pager) items.push(item);
  return items;
}

const id = (name) => name.split('/').at(-1);

const calls = {
  async generateContent() {
    const answer = await ai.models.generateContent({ model, contents: 'hello' });
    assert.equal(answer.text, 'You sent 1 tokens: hello');
    assert.equal(answer.usageMetadata.promptTokenCount, 1);
  },
  async chats() {
    const chat = ai.chats.create({ model });
    assert.match((await chat.sendMessage({ message: 'one' })).text, /one$/);
    assert.match((await chat.sendMessage({ message: 'two' })).text, /two$/);
  },
  async generateContentStream() {
    let text = '';
    let chunks = 0;
    for await (const chunk of await ai.models.generateContentStream({ model, contents: 'a b c d' })) {
      text += chunk.text ?? '';
      chunks++;
    }
    assert.equal(text, 'You sent 4 tokens: a b c d');
    assert.ok(chunks > 1);
  },
  async countTokens() {
    assert.equal((await ai.models.countTokens({ model, contents: 'a b c' })).totalTokens, 3);
  },
  async computeTokens() {
    const answer = await ai.models.computeTokens({ model, contents: 'a b' });
    assert.equal(answer.tokensInfo[0].tokenIds.length, 2);
  },
  async embedByPredict() {
    const answer = await ai.models.embedContent({
      model: 'text-embedding-005',
      contents: ['one', 'two'],
      config: { outputDimensionality: 8 },
    });
    assert.deepEqual(answer.embeddings.map((e) => e.values.length), [8, 8]);
  },
  async embedByEmbedContent() {
    const answer = await ai.models.embedContent({ model: 'gemini-embedding-2', contents: 'one' });
    assert.equal(answer.embeddings.length, 1);
  },
  async baseModels() {
    const models = await all(ai.models.list({ config: { queryBase: true } }));
    assert.ok(models.some((m) => m.name.endsWith('/gemini-2.5-flash')));
    assert.match((await ai.models.get({ model })).name, /gemini-2.5-flash$/);
  },
  async tunedModel() {
    const name = `projects/${project}/locations/${location}/models/3344556677`;
    assert.equal((await ai.models.get({ model: name })).name, name);
  },
  async batches() {
    const job = await ai.batches.create({ model, src: 'gs://in/a.jsonl', config: { dest: 'gs://out' } });
    assert.equal(job.state, 'JOB_STATE_PENDING');
    const name = id(job.name);
    assert.equal((await ai.batches.get({ name })).name, job.name);
    assert.ok((await all(ai.batches.list())).length > 0);
    await ai.batches.cancel({ name });
    assert.equal((await ai.batches.get({ name })).state, 'JOB_STATE_CANCELLED');
    await ai.batches.delete({ name });
    await assert.rejects(ai.batches.get({ name }), { status: 404 });
  },
  async tunings() {
    const job = await ai.tunings.tune({
      baseModel: model,
      trainingDataset: { gcsUri: 'gs://in/train.jsonl' },
    });
    assert.equal((await ai.tunings.get({ name: job.name })).name, job.name);
    assert.ok((await all(ai.tunings.list())).length > 0);
    await ai.tunings.cancel({ name: job.name });
    assert.equal((await ai.tunings.get({ name: job.name })).state, 'JOB_STATE_CANCELLED');
  },
  async caches() {
    const cache = await ai.caches.create({ model, config: { contents: 'long text', ttl: '60s' } });
    const name = cache.name;
    assert.equal((await ai.caches.get({ name })).name, name);
    const later = await ai.caches.update({ name, config: { ttl: '7200s' } });
    assert.notEqual(later.expireTime, cache.expireTime);
    assert.ok((await all(ai.caches.list())).length > 0);
    await ai.caches.delete({ name });
    await assert.rejects(ai.caches.get({ name }), { status: 404 });
  },
  async video() {
    const operation = await ai.models.generateVideos({
      model: 'veo-3.0-generate-001',
      source: { prompt: 'a cat' },
    });
    assert.equal((await ai.operations.getVideosOperation({ operation })).name, operation.name);
  },
  async errors() {
    await assert.rejects(ai.models.generateContent({ model: 'gemini-0', contents: 'x' }), (e) => {
      assert.equal(e.name, 'ApiError');
      assert.equal(e.status, 404);
      assert.match(e.message, /Publisher Model/);
      return true;
    });
    await assert.rejects(ai.models.generateContentStream({ model, contents: [] }));
  },
};

for (const [name, call] of Object.entries(calls)) {
  await call();
  console.log(`ok ${name}`);
}
