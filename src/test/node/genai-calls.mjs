// models, chats, tokens, embeddings, media: each call of @google/genai in Vertex mode that works.
const weather = {
  name: 'weather',
  parametersJsonSchema: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
  },
};

rows['generateContent'] = async () => {
  const answer = await ai.models.generateContent({ model, contents: 'hello' });
  assert.equal(answer.text, 'You sent 1 tokens: hello');
  assert.equal(answer.usageMetadata.promptTokenCount, 1);
  assert.equal(answer.usageMetadata.trafficType, 'ON_DEMAND');
};

rows['generateContent, v1'] = async () => {
  const v1 = client({ apiVersion: 'v1' });
  const answer = await v1.models.generateContent({ model, contents: 'hello' });
  assert.match(answer.text, /hello$/);
  assert.match(sent.at(-1).url, /\/v1\/projects\//);
};

rows['generateContent, tuned model by its endpoint'] = async () => {
  const name = `projects/${project}/locations/europe-west4/endpoints/9876543210`;
  assert.match((await ai.models.generateContent({ model: name, contents: 'hi' })).text, /hi$/);
};

rows['generateContent, alias'] = async () => {
  assert.match((await ai.models.generateContent({ model: 'chat', contents: 'hi' })).text, /hi$/);
};

rows['generateContent, function calling with a thought signature'] = async () => {
  const global = client({ location: 'global' });
  const chat = global.chats.create({
    model: 'gemini-3-pro-preview',
    config: { tools: [{ functionDeclarations: [weather] }] },
  });
  const asked = await chat.sendMessage({ message: 'emulator:call weather {"city":"Oslo"}' });
  assert.deepEqual(asked.functionCalls[0].args, { city: 'Oslo' });
  const told = await chat.sendMessage({
    message: { functionResponse: { name: 'weather', response: { output: 'rain' } } },
  });
  assert.match(told.text, /^You sent/);
};

rows['generateContent, JSON of a schema'] = async () => {
  const answer = await ai.models.generateContent({
    model,
    contents: 'Oslo',
    config: {
      responseMimeType: 'application/json',
      responseJsonSchema: weather.parametersJsonSchema,
    },
  });
  assert.deepEqual(JSON.parse(answer.text), { city: 'Oslo' });
};

rows['generateContent, blocked prompt'] = async () => {
  const answer = await ai.models.generateContent({ model, contents: 'emulator:block' });
  assert.equal(answer.text, undefined);
  assert.equal(answer.promptFeedback.blockReason, 'PROHIBITED_CONTENT');
};

rows['chats'] = async () => {
  const chat = ai.chats.create({ model });
  assert.match((await chat.sendMessage({ message: 'one' })).text, /one$/);
  assert.match((await chat.sendMessage({ message: 'two' })).text, /two$/);
  assert.equal(chat.getHistory().length, 4);
};

rows['chats, streamed'] = async () => {
  let text = '';
  const stream = await ai.chats.create({ model }).sendMessageStream({ message: 'a b c d' });
  for await (const chunk of stream) text += chunk.text ?? '';
  assert.equal(text, 'You sent 4 tokens: a b c d');
};

rows['generateContentStream'] = async () => {
  const chunks = await all(ai.models.generateContentStream({ model, contents: 'a b c d' }));
  assert.equal(chunks.map((c) => c.text ?? '').join(''), 'You sent 4 tokens: a b c d');
  assert.ok(chunks.length > 1);
  assert.equal(chunks.at(-1).usageMetadata.promptTokenCount, 4);
};

rows['countTokens'] = async () => {
  assert.equal((await ai.models.countTokens({ model, contents: 'a b c' })).totalTokens, 3);
};

rows['computeTokens'] = async () => {
  const answer = await ai.models.computeTokens({ model, contents: 'a b' });
  assert.equal(answer.tokensInfo[0].tokenIds.length, 2);
};

rows['embedContent, several texts (predict)'] = async () => {
  const answer = await ai.models.embedContent({
    model: 'text-embedding-005',
    contents: ['one', 'two words'],
    config: { outputDimensionality: 8, taskType: 'RETRIEVAL_QUERY' },
  });
  assert.deepEqual(answer.embeddings.map((e) => e.values.length), [8, 8]);
  assert.equal(answer.embeddings[1].statistics.tokenCount, 2);
};

rows['embedContent, gemini-embedding-001 (predict)'] = async () => {
  const one = { model: 'gemini-embedding-001', contents: 'one' };
  const answer = await ai.models.embedContent(one);
  assert.equal(answer.embeddings[0].values.length, 3072);
  const two = await apiError(() => ai.models.embedContent({ ...one, contents: ['one', 'two'] }));
  assert.equal(two.status, 400);
};

rows['embedContent, gemini-embedding-2 (embedContent)'] = async () => {
  const answer = await ai.models.embedContent({
    model: 'gemini-embedding-2',
    contents: ['one', 'two'],
    config: { outputDimensionality: 16 },
  });
  assert.deepEqual(answer.embeddings.map((e) => e.values.length), [16]);
};

rows['models.list and models.get, base models'] = async () => {
  const models = await all(ai.models.list({ config: { queryBase: true, pageSize: 2 } }));
  assert.ok(models.some((m) => m.name.endsWith('/gemini-2.5-flash')));
  assert.match((await ai.models.get({ model })).name, /gemini-2.5-flash$/);
  assert.doesNotMatch(sent.at(-1).url, /projects/);
};

rows['models.list and models.get, tuned models'] = async () => {
  const name = `projects/${project}/locations/europe-west4/models/6677889900`;
  assert.equal(id((await ai.models.get({ model: name })).name), '6677889900');
  const tuned = await all(ai.models.list({ config: { queryBase: false, pageSize: 1 } }));
  assert.deepEqual(tuned.map((m) => id(m.name)), ['6677889900']);
};

rows['generateImages (predict)'] = async () => {
  const answer = await ai.models.generateImages({
    model: 'imagen-4.0-generate-001',
    prompt: 'a cat',
    config: { numberOfImages: 2 },
  });
  assert.equal(answer.generatedImages.length, 2);
  assert.match(answer.generatedImages[0].image.imageBytes, /^R0lGOD/);
};

rows['editImage and upscaleImage (predict)'] = async () => {
  const image = { imageBytes: 'R0lGODlh', mimeType: 'image/gif' };
  const picture = { model: 'imagen-4.0-generate-001', image, upscaleFactor: 'x2' };
  assert.equal((await ai.models.upscaleImage(picture)).generatedImages.length, 1);
  const edited = await ai.models.editImage({
    model: 'imagen-4.0-generate-001',
    prompt: 'a dog',
    referenceImages: [],
  });
  assert.equal(edited.generatedImages.length, 1);
};

rows['generateVideos and operations (predictLongRunning, fetchPredictOperation)'] = async () => {
  const source = { prompt: 'a cat' };
  let operation = await ai.models.generateVideos({ model: 'veo-3.0-generate-001', source });
  assert.ok(!operation.done);
  await admin('POST', '/clock', { advance: 10 });
  operation = await ai.operations.get({ operation });
  assert.equal((await lastCall()).path.split(':').at(-1), 'fetchPredictOperation');
  assert.ok(operation.done);
  assert.equal(operation.response.generatedVideos.length, 1);
  const same = await ai.operations.getVideosOperation({ operation });
  assert.equal(same.name, operation.name);
};
