// The official client against the endpoint: SELVEDGE_MODEL is the base address of a model with fresh weights, and
// SELVEDGE_SCRIPT that of a policy that asks for a tool and wants the key SELVEDGE_TEST_KEY.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI from 'openai';

const model = new OpenAI({ baseURL: process.env.SELVEDGE_MODEL, apiKey: 'none', maxRetries: 0 });
const script = new OpenAI({
  baseURL: process.env.SELVEDGE_SCRIPT,
  apiKey: process.env.SELVEDGE_TEST_KEY,
  maxRetries: 0,
});
const messages = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'the quick brown fox' },
];
const ask = { model: 'tiny', messages, max_tokens: 24, temperature: 0 };
const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Tells the weather.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string', maxLength: 12 }, days: { type: 'integer', minimum: 1, maximum: 9 } },
      required: ['city', 'days'],
      additionalProperties: false,
    },
  },
};

async function all(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

const said = (chunks, index = 0) =>
  chunks
    .flatMap((chunk) => chunk.choices)
    .filter((choice) => choice.index === index)
    .map((choice) => choice.delta.content ?? '')
    .join('');

test('a chat completion', async () => {
  const reply = await model.chat.completions.create(ask);
  assert.equal(reply.object, 'chat.completion');
  assert.equal(reply.model, 'tiny');
  assert.equal(reply.choices.length, 1);
  assert.equal(reply.choices[0].message.role, 'assistant');
  assert.equal(typeof reply.choices[0].message.content, 'string');
  assert.ok(['stop', 'length', 'tool_calls'].includes(reply.choices[0].finish_reason));
  assert.equal(reply.usage.total_tokens, reply.usage.prompt_tokens + reply.usage.completion_tokens);
  const again = await model.chat.completions.create(ask);
  assert.deepEqual(again.choices, reply.choices);
});

test('a stream says the same', async () => {
  const whole = await model.chat.completions.create(ask);
  const stream = await model.chat.completions.create({ ...ask, stream: true, stream_options: { include_usage: true } });
  const chunks = await all(stream);
  assert.equal(said(chunks), whole.choices[0].message.content);
  assert.equal(chunks[0].choices[0].delta.role, 'assistant');
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.deepEqual(chunks.at(-1).usage, whole.usage);
  assert.equal(chunks.at(-2).choices[0].finish_reason, whole.choices[0].finish_reason);
});

test("the client's own stream reader", async () => {
  const runner = model.chat.completions.stream(ask);
  let text = '';
  runner.on('content', (delta) => (text += delta));
  const final = await runner.finalChatCompletion();
  assert.equal(final.choices[0].message.content, text);
});

test('log-probabilities', async () => {
  const how = { ...ask, logprobs: true, top_logprobs: 5 };
  const reply = await model.chat.completions.create(how);
  const tokens = reply.choices[0].logprobs.content;
  assert.equal(tokens.length, reply.usage.completion_tokens);
  for (const token of tokens) {
    assert.ok(token.logprob <= 0);
    assert.equal(token.top_logprobs.length, 5);
    assert.equal(token.top_logprobs[0].token, token.token);
    assert.ok(Array.isArray(token.bytes));
  }
  const chunks = await all(await model.chat.completions.create({ ...how, stream: true }));
  const streamed = chunks.flatMap((chunk) => chunk.choices[0].logprobs?.content ?? []);
  assert.deepEqual(streamed.map((token) => token.token), tokens.map((token) => token.token));
});

test('several choices, seeds, penalties, biases', async () => {
  const how = { ...ask, temperature: 1.3, seed: 11, n: 3, presence_penalty: 0.5, frequency_penalty: 0.5 };
  const one = await model.chat.completions.create(how);
  const two = await model.chat.completions.create(how);
  assert.equal(one.choices.length, 3);
  assert.deepEqual(two.choices, one.choices);
  assert.notEqual(one.choices[0].message.content, one.choices[1].message.content);
  const biased = await model.chat.completions.create({ ...ask, logit_bias: { 97: 100 }, max_tokens: 5 });
  assert.equal(biased.choices[0].message.content, 'aaaaa');
  const extras = await model.chat.completions.create({ ...ask, top_k: 1, min_p: 0.1, repetition_penalty: 1.2 });
  assert.equal(extras.choices.length, 1);
});

test('stop texts', async () => {
  const stopped = await model.chat.completions.create({ ...ask, logit_bias: { 97: 100 }, stop: ['aaa'] });
  assert.equal(stopped.choices[0].message.content, '');
  assert.equal(stopped.choices[0].finish_reason, 'stop');
});

test('JSON in the shape of a schema', async () => {
  const schema = {
    type: 'object',
    properties: { name: { type: 'string', maxLength: 8 }, count: { type: 'integer', minimum: 0, maximum: 99 } },
    required: ['name', 'count'],
    additionalProperties: false,
  };
  for (const seed of [1, 2, 3]) {
    const how = {
      ...ask,
      seed,
      temperature: 1,
      max_tokens: 120,
      response_format: { type: 'json_schema', json_schema: { name: 'thing', strict: true, schema } },
    };
    const reply = await model.chat.completions.create(how);
    const value = JSON.parse(reply.choices[0].message.content);
    assert.deepEqual(Object.keys(value), ['name', 'count']);
    assert.ok(Number.isInteger(value.count) && value.count >= 0 && value.count <= 99);
    assert.equal(reply.choices[0].finish_reason, 'stop');
    const chunks = await all(await model.chat.completions.create({ ...how, stream: true }));
    assert.deepEqual(JSON.parse(said(chunks)), value);
  }
  const free = await model.chat.completions.create({
    ...ask,
    temperature: 1,
    seed: 4,
    max_tokens: 120,
    response_format: { type: 'json_object' },
  });
  assert.equal(typeof JSON.parse(free.choices[0].message.content), 'object');
});

test('a tool that must be called', async () => {
  for (const tool_choice of ['required', { type: 'function', function: { name: 'get_weather' } }]) {
    const how = { ...ask, temperature: 1, seed: 5, max_tokens: 120, tools: [weather], tool_choice };
    const reply = await model.chat.completions.create(how);
    const [call] = reply.choices[0].message.tool_calls;
    assert.equal(reply.choices[0].finish_reason, 'tool_calls');
    assert.equal(reply.choices[0].message.content, null);
    assert.equal(call.type, 'function');
    assert.equal(call.function.name, 'get_weather');
    const { city, days } = JSON.parse(call.function.arguments);
    assert.ok(typeof city === 'string' && days >= 1 && days <= 9);
    const final = await model.chat.completions.stream(how).finalChatCompletion();
    assert.equal(final.choices[0].message.tool_calls[0].function.arguments, call.function.arguments);
    const after = await model.chat.completions.create({
      ...ask,
      tools: [weather],
      messages: [...messages, reply.choices[0].message, { role: 'tool', tool_call_id: call.id, content: 'rain' }],
    });
    assert.equal(after.choices.length, 1);
  }
});

test('tools of a policy, in one piece and in pieces', async () => {
  const how = { model: 'script', messages, tools: [weather] };
  const reply = await script.chat.completions.create(how);
  assert.equal(reply.choices[0].finish_reason, 'tool_calls');
  assert.deepEqual(
    reply.choices[0].message.tool_calls.map((call) => [call.id, call.function.name, call.function.arguments]),
    [
      ['a', 'get_weather', '{"city":"Köln","days":1}'],
      ['b', 'get_weather', '{"city":"Bonn","days":2}'],
    ],
  );
  const final = await script.chat.completions.stream(how).finalChatCompletion();
  assert.deepEqual(
    final.choices[0].message.tool_calls.map((call) => call.function.arguments),
    reply.choices[0].message.tool_calls.map((call) => call.function.arguments),
  );
});

test('a stream that is left', async () => {
  const stream = await model.chat.completions.create({ ...ask, max_tokens: 3000, min_tokens: 3000, stream: true });
  let count = 0;
  for await (const chunk of stream) {
    count += chunk.choices.length;
    if (count > 5) break;
  }
  const controller = new AbortController();
  const pending = model.chat.completions.create(
    { ...ask, max_tokens: 3000, min_tokens: 3000 },
    { signal: controller.signal },
  );
  setTimeout(() => controller.abort(), 50);
  await assert.rejects(pending, OpenAI.APIUserAbortError);
  const metrics = process.env.SELVEDGE_MODEL.replace('/v1', '/metrics');
  for (let i = 0; i < 600; i++) {
    if ((await (await fetch(metrics)).text()).includes('selvedge_choices_active 0\n')) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('the rows were not freed');
});

test('plain completions', async () => {
  const how = { model: 'tiny', prompt: 'the quick', max_tokens: 8, temperature: 0, logprobs: 2 };
  const reply = await model.completions.create(how);
  assert.equal(reply.object, 'text_completion');
  assert.equal(reply.choices[0].logprobs.tokens.length, reply.usage.completion_tokens);
  const chunks = await all(await model.completions.create({ ...how, stream: true }));
  assert.equal(chunks.map((chunk) => chunk.choices[0].text).join(''), reply.choices[0].text);
  const two = await model.completions.create({ ...how, prompt: ['the quick', 'every'], logprobs: null, echo: true });
  assert.equal(two.choices[0].text, 'the quick' + reply.choices[0].text);
  assert.ok(two.choices[1].text.startsWith('every'));
});

test('embeddings', async () => {
  const how = { model: 'tiny', input: ['the quick', 'every workflow'] };
  const packed = await model.embeddings.create(how);
  const plain = await model.embeddings.create({ ...how, encoding_format: 'float' });
  assert.equal(packed.data.length, 2);
  for (const i of [0, 1]) {
    const length = Math.hypot(...plain.data[i].embedding);
    assert.ok(Math.abs(length - 1) < 1e-4);
    packed.data[i].embedding.forEach((value, j) => assert.ok(Math.abs(value - plain.data[i].embedding[j]) < 1e-6));
  }
});

test('models', async () => {
  const list = [];
  for await (const one of model.models.list()) list.push(one.id);
  assert.deepEqual(list, ['tiny']);
  assert.equal((await model.models.retrieve('tiny')).object, 'model');
});

test('errors are of the right kind', async () => {
  const bad = (changes) => model.chat.completions.create({ ...ask, ...changes });
  await assert.rejects(bad({ temperature: -1 }), (e) => e instanceof OpenAI.BadRequestError && e.param === 'temperature');
  await assert.rejects(bad({ model: 'other' }), (e) => e instanceof OpenAI.NotFoundError && e.code === 'model_not_found');
  await assert.rejects(bad({ messages: [] }), OpenAI.BadRequestError);
  await assert.rejects(bad({ reasoning_effort: 'low' }), (e) => e.code === 'unsupported_parameter');
  await assert.rejects(
    bad({ messages: [{ role: 'user', content: 'x y '.repeat(20000) }] }),
    (e) => e instanceof OpenAI.BadRequestError && e.code === 'context_length_exceeded',
  );
  await assert.rejects(model.models.retrieve('other'), OpenAI.NotFoundError);
  await assert.rejects(
    model.chat.completions.create({ ...ask, stream: true, top_p: 7 }),
    (e) => e instanceof OpenAI.BadRequestError,
  );
});

test('the key', async () => {
  const stranger = new OpenAI({ baseURL: process.env.SELVEDGE_SCRIPT, apiKey: 'guessed', maxRetries: 0 });
  await assert.rejects(
    stranger.chat.completions.create({ model: 'script', messages }),
    (e) => e instanceof OpenAI.AuthenticationError && e.code === 'invalid_api_key',
  );
  await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
});
