// batches, tunings, caches of @google/genai, and what the SDK gets where nothing is served.
const data = 'gs://vertex-sandbox-data/';
const request = JSON.stringify({
  request: { contents: [{ role: 'user', parts: [{ text: 'hello' }] }] },
});

async function put(name, text) {
  const url = `${process.env.SANDBOX_ADMIN}/objects/vertex-sandbox-data/${name}`;
  assert.equal((await plain(url, { method: 'PUT', body: text })).status, 200);
}

const batch = () =>
  ai.batches.create({
    model,
    src: `${data}in.jsonl`,
    config: { dest: `${data}out`, displayName: 'batch' },
  });

rows['batches: created, read until they have succeeded'] = async () => {
  await put('in.jsonl', `${request}\n`);
  const job = await batch();
  assert.equal(job.state, 'JOB_STATE_QUEUED');
  const name = id(job.name);
  await admin('POST', '/clock', { advance: 5 });
  assert.equal((await ai.batches.get({ name })).state, 'JOB_STATE_RUNNING');
  await admin('POST', '/clock', { advance: 60 });
  const done = await ai.batches.get({ name: job.name });
  assert.equal(done.state, 'JOB_STATE_SUCCEEDED');
  assert.match(done.dest.gcsUri, /^gs:\/\/vertex-sandbox-data\/out/);
  const objects = await admin('GET', '/objects/vertex-sandbox-data');
  assert.ok(objects.some((o) => o.endsWith('/predictions.jsonl')));
};

rows['batches: listed, cancelled, deleted'] = async () => {
  const name = id((await batch()).name);
  assert.ok((await all(ai.batches.list({ config: { pageSize: 1 } }))).length > 0);
  await ai.batches.cancel({ name });
  assert.equal((await ai.batches.get({ name })).state, 'JOB_STATE_CANCELLING');
  await admin('POST', '/clock', { advance: 5 });
  assert.equal((await ai.batches.get({ name })).state, 'JOB_STATE_CANCELLED');
  await ai.batches.delete({ name });
  assert.equal((await apiError(() => ai.batches.get({ name }))).status, 404);
};

const tune = () =>
  ai.tunings.tune({
    baseModel: model,
    trainingDataset: { gcsUri: `${data}train.jsonl` },
    config: { tunedModelDisplayName: 'mine' },
  });

rows['tunings: created, read, and the tuned model called'] = async () => {
  await put('train.jsonl', '{}\n');
  const job = await tune();
  await admin('POST', '/clock', { advance: 60 });
  const done = await ai.tunings.get({ name: job.name });
  assert.equal(done.state, 'JOB_STATE_SUCCEEDED');
  const tuned = done.tunedModel.endpoint;
  assert.match((await ai.models.generateContent({ model: tuned, contents: 'hi' })).text, /hi$/);
};

rows['tunings: listed, cancelled'] = async () => {
  const job = await tune();
  assert.ok((await all(ai.tunings.list({ config: { pageSize: 1 } }))).length > 0);
  await ai.tunings.cancel({ name: job.name });
  assert.equal((await ai.tunings.get({ name: job.name })).state, 'JOB_STATE_CANCELLING');
};

rows['caches: created, read, updated, listed, deleted'] = async () => {
  const cache = await ai.caches.create({ model, config: { contents: 'long text', ttl: '60s' } });
  const name = cache.name;
  assert.equal((await ai.caches.get({ name })).name, name);
  const later = await ai.caches.update({ name, config: { ttl: '7200s' } });
  assert.notEqual(later.expireTime, cache.expireTime);
  assert.ok((await all(ai.caches.list({ config: { pageSize: 1 } }))).length > 0);
  await ai.caches.delete({ name });
  assert.equal((await apiError(() => ai.caches.get({ name }))).status, 404);
};

rows['refused: interactions'] = async () => {
  const before = await upstream();
  await assert.rejects(
    ai.interactions.create({ model, input: 'hi' }, { maxRetries: 0 }),
    (e) => {
      assert.equal(e.status, 404, String(e));
      return true;
    },
  );
  assert.equal(await upstream(), before);
};

rows['refused: live'] = async () => {
  const failed = await new Promise((resolve) => {
    ai.live
      .connect({ model, callbacks: { onmessage: () => {}, onerror: resolve, onclose: resolve } })
      .then(() => resolve(undefined), resolve);
  });
  assert.ok(failed, 'a connection was made');
};

rows['refused: files, file search stores and tokens, by the SDK itself'] = async () => {
  const before = sent.length;
  await assert.rejects(all(ai.files.list()));
  await assert.rejects(all(ai.fileSearchStores.list()));
  await assert.rejects(ai.authTokens.create({}));
  assert.equal(sent.length, before);
};

rows['refused: update and delete of a tuned model'] = async () => {
  const name = `projects/${project}/locations/europe-west4/models/6677889900`;
  assert.equal((await apiError(() => ai.models.delete({ model: name }))).status, 404);
  const change = { model: name, config: { displayName: 'x' } };
  assert.equal((await apiError(() => ai.models.update(change))).status, 404);
};

rows['refused: no project'] = async () => {
  const express = new GoogleGenAI({
    vertexai: true,
    apiKey: 'unused',
    httpOptions: {
      baseUrl: process.env.BRIDGE_URL,
      headers: { authorization: `Bearer ${process.env.BRIDGE_TOKEN}` },
    },
  });
  const refused = await apiError(() => express.models.generateContent({ model, contents: 'x' }));
  assert.equal(refused.status, 400);
  assert.match(refused.message, /Set project and location in the client/);
};
