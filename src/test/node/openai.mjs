// Every call of openai that Vertex can serve, against a bridge in front of the sandbox.
// Prints one line for each; fails at the first that is not as a user of the SDK expects it.
import assert from 'node:assert/strict';
import OpenAI, { AzureOpenAI } from 'openai';

const bridge = process.env.BRIDGE_URL;
let tokensAsked = 0;
const openai = new OpenAI({
  baseURL: `${bridge}/openai/v1`,
  apiKey: async () => {
    tokensAsked++;
    return process.env.BRIDGE_TOKEN;
  },
});
const ask = (content) => [{ role: 'user', content }];

/** What Vertex itself says, by the drop-in, which takes aliases too. */
async function vertex(path, body) {
  const answer = await fetch(
    `${bridge}/v1/projects/vertex-sandbox/locations/europe-west4/publishers/google/models/${path}`,
    {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${process.env.BRIDGE_TOKEN}`,
      },
      body: JSON.stringify(body),
    },
  );
  assert.equal(answer.status, 200);
  return answer.json();
}

/** Equal as far as 32 bits go. */
function close(actual, expected) {
  assert.equal(actual.length, expected.length);
  actual.forEach((x, i) => assert.ok(Math.abs(x - expected[i]) < 1e-6, `${i}: ${x}, ${expected[i]}`));
}

/** The error of a call that must fail, without a second try. */
async function fails(call) {
  try {
    await call;
  } catch (e) {
    return e;
  }
  assert.fail('no error');
}

const calls = {
  async chat() {
    const answer = await openai.chat.completions.create({ model: 'chat', messages: ask('hello') });
    assert.equal(answer.choices[0].message.content, 'You sent 1 tokens: hello');
    assert.equal(answer.choices[0].finish_reason, 'stop');
    assert.equal(answer.usage.prompt_tokens, 1);
    assert.match(answer._request_id, /^[0-9a-f]{32}$/);
  },
  async chatByPublisherAndModel() {
    const answer = await openai.chat.completions.create({
      model: 'google/gemini-2.5-flash',
      messages: [{ role: 'system', content: 'be brief' }, ...ask('hello')],
      n: 2,
      user: 'somebody',
      metadata: { a: 'b' },
    });
    assert.equal(answer.choices.length, 2);
    assert.equal(answer.model, 'google/gemini-2.5-flash');
  },
  async chatOnAnEndpoint() {
    const answer = await openai.chat.completions.create({
      model: 'tuned',
      messages: ask('hello'),
      logit_bias: { 1: 1 },
    });
    assert.match(answer.choices[0].message.content, /hello$/);
  },
  async image() {
    const { response } = await openai.chat.completions
      .create({
        model: 'chat',
        messages: ask([
          { type: 'text', text: 'what is this' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
        ]),
      })
      .withResponse();
    assert.equal(response.headers.get('x-bridge-alias'), 'chat');
    assert.match(response.headers.get('x-bridge-target'), /^europe-west4\//);
  },
  async runTools() {
    const asked = [];
    const runner = openai.chat.completions.runTools({
      model: 'chat',
      messages: ask('emulator:call weather {"city":"Bern"}'),
      tools: [
        {
          type: 'function',
          function: {
            name: 'weather',
            description: 'weather of a city',
            parse: JSON.parse,
            function: ({ city }) => {
              asked.push(city);
              return `sunny in ${city}`;
            },
            parameters: { type: 'object', properties: { city: { type: 'string' } } },
          },
        },
      ],
    });
    assert.match(await runner.finalContent(), /^You sent \d+ tokens/);
    assert.deepEqual(asked, ['Bern']);
    assert.deepEqual(
      runner.messages.map((m) => m.role),
      ['user', 'assistant', 'tool', 'assistant'],
    );
  },
  async thoughtSignature() {
    const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }];
    const messages = ask('emulator:call weather {"city":"Bern"}');
    const first = await openai.chat.completions.create({ model: 'thinking', messages, tools });
    const call = first.choices[0].message;
    assert.ok(call.tool_calls[0].extra_content.google.thought_signature);
    const result = { role: 'tool', tool_call_id: call.tool_calls[0].id, content: 'sunny' };

    const second = await openai.chat.completions.create({
      model: 'thinking',
      messages: [...messages, call, result],
      tools,
    });
    assert.equal(second.choices[0].finish_reason, 'stop');

    delete call.tool_calls[0].extra_content;
    const refused = await fails(
      openai.chat.completions.create({ model: 'thinking', messages: [...messages, call, result], tools }),
    );
    assert.match(refused.message, /thought_signature/);
  },
  async jsonSchema() {
    const answer = await openai.chat.completions.parse({
      model: 'chat',
      messages: ask('hello'),
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'word',
          strict: true,
          schema: {
            type: 'object',
            properties: { word: { type: 'string' }, count: { type: 'integer', minimum: 3 } },
            required: ['word', 'count'],
            additionalProperties: false,
          },
        },
      },
    });
    assert.deepEqual(JSON.parse(answer.choices[0].message.content), { word: 'hello', count: 3 });
  },
  async stream() {
    const stream = await openai.chat.completions.create({
      model: 'chat',
      messages: ask('a b c d'),
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let last;
    let reason;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      reason = chunk.choices[0]?.finish_reason ?? reason;
      last = chunk;
    }
    assert.equal(text, 'You sent 4 tokens: a b c d');
    assert.equal(reason, 'stop');
    assert.equal(last.usage.prompt_tokens, 4);
  },
  async streamHelper() {
    const stream = openai.chat.completions.stream({ model: 'chat', messages: ask('hello') });
    const seen = [];
    stream.on('content', (delta) => seen.push(delta));
    const whole = await stream.finalChatCompletion();
    assert.equal(whole.choices[0].message.content, 'You sent 1 tokens: hello');
    assert.equal(seen.join(''), whole.choices[0].message.content);
  },
  async streamOfATool() {
    const stream = openai.chat.completions.stream({
      model: 'chat',
      messages: ask('emulator:call weather {"city":"Bern"}'),
      tools: [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }],
    });
    const [call] = (await stream.finalChatCompletion()).choices[0].message.tool_calls;
    assert.equal(call.function.arguments, '{"city":"Bern"}');
  },
  async embeddingsAsBase64() {
    const own = await vertex('text:predict', {
      instances: [{ content: 'two words' }, { content: 'three more words' }],
    });
    const answer = await openai.embeddings.create({
      model: 'text',
      input: ['two words', 'three more words'],
    });
    assert.deepEqual(answer.data.map((e) => e.index), [0, 1]);
    answer.data.forEach((e, i) => close(e.embedding, own.predictions[i].embeddings.values));
    assert.deepEqual(answer.usage, { prompt_tokens: 5, total_tokens: 5 });
  },
  async embeddingsAsFloats() {
    const own = await vertex('text:predict', { instances: [{ content: 'two words' }] });
    const answer = await openai.embeddings.create({
      model: 'text',
      input: 'two words',
      encoding_format: 'float',
    });
    assert.deepEqual(answer.data[0].embedding, own.predictions[0].embeddings.values);
  },
  async embeddingsShortened() {
    const answer = await openai.embeddings.create({ model: 'text', input: 'two words', dimensions: 8 });
    const vector = answer.data[0].embedding;
    assert.equal(vector.length, 8);
    assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-6);
  },
  async embeddingsOneTextACall() {
    const texts = Array.from({ length: 20 }, (_, i) => `word${i} and ${'more '.repeat(i)}`.trim());
    const answer = await openai.embeddings.create({ model: 'vectors', input: texts });
    assert.equal(answer.data.length, 20);
    for (const i of [0, 7, 19]) {
      const own = await vertex('vectors:embedContent', {
        content: { parts: [{ text: texts[i] }] },
      });
      close(answer.data[i].embedding, own.embedding.values);
    }
    assert.equal(answer.usage.prompt_tokens, texts.join(' ').split(' ').length);
  },
  async models() {
    const ids = [];
    for await (const model of openai.models.list()) ids.push(model.id);
    assert.deepEqual(ids, [
      'strict',
      'labelled',
      'chat',
      'pro',
      'thinking',
      'tuned',
      'gone',
      'text',
      'vectors',
      'google/gemini-2.5-flash',
    ]);
    assert.equal((await openai.models.retrieve('chat')).id, 'chat');
    const model = await openai.models.retrieve('google/gemini-2.5-flash');
    assert.deepEqual(model, {
      id: 'google/gemini-2.5-flash',
      object: 'model',
      created: 0,
      owned_by: 'google',
    });
  },
  async errors() {
    const chat = (body, client = openai) =>
      fails(client.chat.completions.create({ model: 'chat', messages: ask('hello'), ...body }));

    const bad = await chat({ logit_bias: { 1: 1 } });
    assert.ok(bad instanceof OpenAI.BadRequestError);
    assert.deepEqual([bad.param, bad.code], ['logit_bias', 'unsupported_parameter']);
    assert.match(bad.requestID, /^[0-9a-f]{32}$/);

    const wrong = await chat({ temperature: 'hot' });
    assert.deepEqual([wrong.status, wrong.param, wrong.code], [400, 'temperature', 'invalid_type']);

    const vertexs = await chat({ messages: ask([{ type: 'unheard_of' }]) });
    assert.ok(vertexs instanceof OpenAI.BadRequestError);
    assert.match(vertexs.message, /EMULATOR/);

    const nobody = await chat({}, new OpenAI({ baseURL: openai.baseURL, apiKey: 'sk-proj-x' }));
    assert.ok(nobody instanceof OpenAI.AuthenticationError);
    assert.equal(nobody.code, 'invalid_api_key');

    const denied = await chat({ model: 'google/gemini-2.5-pro' });
    assert.ok(denied instanceof OpenAI.PermissionDeniedError);
    assert.equal(denied.code, 'model_not_found');
    assert.match(denied.message, /No rule lets/);

    const unknown = await chat({ model: 'gpt-4o' });
    assert.ok(unknown instanceof OpenAI.NotFoundError);
    assert.deepEqual([unknown.param, unknown.code], ['model', 'model_not_found']);

    const gone = await chat({ model: 'gone' });
    assert.ok(gone instanceof OpenAI.NotFoundError);
    assert.match(gone.message, /Publisher Model/);

    const tokens = await fails(openai.embeddings.create({ model: 'text', input: [1, 2] }));
    assert.deepEqual([tokens.status, tokens.param], [400, 'input']);

    const model = await fails(openai.models.retrieve('google/gemini-2.5-pro'));
    assert.ok(model instanceof OpenAI.NotFoundError);
    assert.equal(model.type, 'invalid_request_error');
  },
  async whatVertexHasNot() {
    const file = new File(['{}'], 'a.jsonl');
    const others = {
      responses: () => openai.responses.create({ model: 'chat', input: 'hello' }),
      completions: () => openai.completions.create({ model: 'chat', prompt: 'hello' }),
      files: () => openai.files.create({ file, purpose: 'batch' }),
      batches: () => openai.batches.list(),
      images: () => openai.images.generate({ model: 'chat', prompt: 'a cat' }),
      moderations: () => openai.moderations.create({ input: 'hello' }),
      azure: () =>
        new AzureOpenAI({
          endpoint: bridge,
          apiKey: 'x',
          apiVersion: '2024-10-21',
        }).chat.completions.create({ model: 'chat', messages: ask('hello') }),
    };
    for (const [name, call] of Object.entries(others)) {
      const e = await fails(call());
      assert.ok(e instanceof OpenAI.NotFoundError, `${name}: ${e}`);
      assert.match(e.message, /Use|Put data|base URL/, name);
    }
  },
};

for (const [name, call] of Object.entries(calls)) {
  const before = tokensAsked;
  await call();
  assert.ok(tokensAsked > before || name === 'image');
  console.log(`ok ${name}`);
}
