// Errors, retries and timeouts as users of @google/genai meet them. The rows that throttle come
// last and call other places: what the bridge remembers of a place outlives a row.
const vertex = (fault) => admin('POST', '/faults', { component: 'vertex', ...fault });
const status = (code, name, message, ...details) => ({
  kind: 'status',
  status: code,
  body: googleError(code, name, message, ...details),
});
const elsewhere = (location) => client({ location });

rows['error 400'] = async () => {
  const e = await apiError(() =>
    ai.models.generateContent({ model, contents: 'x', config: { candidateCount: 99 } }),
  );
  assert.equal(e.status, 400);
  assert.match(JSON.parse(e.message).error.message, /candidateCount/);
};

rows['error 401'] = async () => {
  const authClient = { getRequestHeaders: async () => new Headers({ authorization: 'Bearer x' }) };
  const stranger = client({ googleAuthOptions: { authClient } });
  const e = await apiError(() => stranger.models.generateContent({ model, contents: 'x' }));
  assert.equal(e.status, 401);
};

rows['error 403'] = async () => {
  const text = "Permission 'aiplatform.endpoints.predict' denied on resource '//x' (or it may not exist).";
  await vertex({ ...status(403, 'PERMISSION_DENIED', text), times: 1 });
  const e = await apiError(() => ai.models.generateContent({ model, contents: 'x' }));
  assert.equal(e.status, 403);
  assert.equal(JSON.parse(e.message).error.message, text);
};

rows['error 403, location that the policy does not allow'] = async () => {
  const before = await upstream();
  const e = await apiError(() =>
    elsewhere('us-central1').models.generateContent({ model, contents: 'x' }),
  );
  assert.equal(e.status, 403);
  assert.match(e.message, /europe-\*/);
  assert.equal(await upstream(), before);
};

rows['error 404'] = async () => {
  const e = await apiError(() => ai.models.generateContent({ model: 'gemini-0', contents: 'x' }));
  assert.equal(e.status, 404);
  assert.match(JSON.parse(e.message).error.message, /^Publisher Model `projects\/.*` was not found/);
};

rows['error of a stream'] = async () => {
  const wrong = { model, contents: 'x', config: { candidateCount: 99 } };
  const e = await apiError(() => all(ai.models.generateContentStream(wrong)));
  assert.equal(e.status, 400);
};

rows['error inside a stream, after content'] = async () => {
  await vertex({ kind: 'stream-error', times: 1, body: googleError(500, 'INTERNAL', 'broken') });
  const seen = [];
  const e = await apiError(async () => {
    for await (const chunk of await ai.models.generateContentStream({ model, contents: 'a b c' }))
      seen.push(chunk);
  });
  assert.equal(e.status, 500);
  assert.equal(seen.length, 1);
};

rows['error inside a stream, before content'] = async () => {
  await vertex({
    kind: 'stream-error',
    times: 1,
    after: 0,
    body: googleError(400, 'INVALID_ARGUMENT', 'no'),
  });
  const e = await apiError(() => ai.models.generateContentStream({ model, contents: 'a' }));
  assert.equal(e.status, 400);
  assert.equal(JSON.parse(e.message).error.message, 'no');
};

rows['error in HTML'] = async () => {
  await vertex({ kind: 'html', status: 404, times: 1 });
  const e = await apiError(() => ai.models.generateContent({ model, contents: 'x' }));
  assert.equal(e.status, 404);
  assert.ok(JSON.parse(e.message).error.details.length > 0);
};

rows['timeout: told to Vertex'] = async () => {
  const patient = client({ httpOptions: { timeout: 20_000 } });
  await patient.models.generateContent({ model, contents: 'x' });
  assert.equal(sent.at(-1).headers.get('x-server-timeout'), '20');
  const told = Number((await lastCall()).headers['x-server-timeout'][0]);
  assert.ok(told >= 1, `told ${told}`);
};

rows['timeout: the call ends'] = async () => {
  await vertex({ kind: 'hang', times: 3 });
  const hasty = client({ httpOptions: { timeout: 2_000 } });
  await assert.rejects(hasty.models.generateContent({ model, contents: 'x' }));
  await admin('DELETE', '/faults');
};

rows['error 503, and no retry unless it is asked for'] = async () => {
  const there = elsewhere('europe-west1');
  await vertex(status(503, 'UNAVAILABLE', 'The service is currently unavailable.'));
  const before = await upstream();
  sent = [];
  const e = await apiError(() => there.models.generateContent({ model, contents: 'x' }));
  assert.equal(e.status, 503);
  assert.equal(sent.length, 1);
  const asked = (await upstream()) - before;
  assert.ok(asked >= 1 && asked <= 3, `${asked} calls at Vertex`);
};

rows['retryOptions: as many calls as were asked for'] = async () => {
  const again = client({
    location: 'europe-west1',
    httpOptions: { retryOptions: { attempts: 3 } },
  });
  await vertex(status(503, 'UNAVAILABLE', 'The service is currently unavailable.'));
  const before = await upstream();
  sent = [];
  const e = await apiError(() => again.models.generateContent({ model, contents: 'x' }));
  assert.equal(e.status, 503);
  assert.equal(sent.length, 3);
  const asked = (await upstream()) - before;
  assert.ok(asked >= 1 && asked <= 9, `${asked} calls at Vertex for three of the client`);
};

rows['error 429, quota with RetryInfo in the body'] = async () => {
  await admin('POST', '/quota', {
    location: 'global',
    model: 'publishers/google/models/gemini-2.5-pro',
    retryDelay: 39,
    details: true,
  });
  sent = [];
  const before = await upstream();
  const e = await apiError(() =>
    elsewhere('global').models.generateContent({ model: 'gemini-2.5-pro', contents: 'x' }),
  );
  assert.equal(e.status, 429);
  assert.equal(sent.length, 1);
  assert.equal((await upstream()) - before, 1);
  const { message, details } = JSON.parse(e.message).error;
  assert.match(message, /^Quota exceeded for aiplatform.googleapis.com\//);
  assert.ok(details.some((d) => /^\d+(\.\d+)?s$/.test(d.retryDelay ?? '')));
};

rows['error 429, shared capacity'] = async () => {
  await admin('POST', '/capacity', { location: 'europe-west1' });
  const e = await apiError(() =>
    elsewhere('europe-west1').models.generateContent({ model: 'gemini-2.5-pro', contents: 'x' }),
  );
  assert.equal(e.status, 429);
  assert.match(JSON.parse(e.message).error.message, /error-code-429/);
};
