// The official `openai` package.
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';

const model = 'Llama-3.1-8B';
const messages = [{ role: 'user', content: 'Hello there' }];
const weather = {
  name: 'weather',
  description: 'The weather of a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
};

const clientOf = (address, options = {}) => new OpenAI({ baseURL: `${address}v1`, apiKey: 'any', maxRetries: 0, ...options });

// What else usage says may be null in an answer and absent in a stream.
const countsOf = (usage) => [usage.prompt_tokens, usage.completion_tokens, usage.total_tokens];

export async function chat(address) {
  const client = new OpenAI({ baseURL: `${address}v1`, apiKey: 'any' });
  const reply = await client.chat.completions.create({ model: 'Llama-3.1-8B', messages, max_completion_tokens: 12 });
  console.log(reply.choices[0].message.content, reply.usage);

  assert.equal(reply.object, 'chat.completion');
  assert.equal(reply.model, model);
  assert.match(reply.id, /^chatcmpl-/);
  assert.equal(reply.choices[0].finish_reason, 'length');
  assert.notEqual(reply.choices[0].message.content, '');
  assert.equal(reply.usage.completion_tokens, 12);
  assert.equal(reply.usage.total_tokens, reply.usage.prompt_tokens + 12);
  assert.ok(reply._request_id);
}

export async function stream(address) {
  const client = clientOf(address);
  const request = { model, messages, seed: 5, max_tokens: 30 };
  const whole = await client.chat.completions.create(request);
  const finishes = [];
  let text = '';
  let usage;
  for await (const chunk of await client.chat.completions.create({ ...request, stream: true, stream_options: { include_usage: true } })) {
    text += chunk.choices[0]?.delta.content ?? '';
    finishes.push(...chunk.choices.map((choice) => choice.finish_reason).filter((reason) => reason !== null));
    usage ??= chunk.usage;
  }

  assert.equal(text, whole.choices[0].message.content);
  assert.deepEqual(finishes, ['length']);
  assert.deepEqual(countsOf(usage), countsOf(whole.usage));
}

export async function answers(address) {
  const reply = await clientOf(address).chat.completions.create({ model, messages, n: 2, max_tokens: 5, logprobs: true, top_logprobs: 2 });

  assert.deepEqual(reply.choices.map((choice) => choice.index), [0, 1]);
  assert.ok(reply.choices.every((choice) => choice.logprobs.content.length === 5 && choice.logprobs.content[0].top_logprobs.length === 2));
  assert.equal(reply.usage.completion_tokens, 10);
}

export async function text(address) {
  const client = clientOf(address);
  const reply = await client.completions.create({ model, prompt: ['Once upon', 'a time'], max_tokens: 7 });
  let streamed = '';
  for await (const chunk of await client.completions.create({ model, prompt: 'Once upon', seed: 3, max_tokens: 7, stream: true })) {
    streamed += chunk.choices[0].text;
  }

  assert.deepEqual(reply.choices.map((choice) => choice.index), [0, 1]);
  assert.equal(reply.usage.completion_tokens, 14);
  assert.equal(streamed, (await client.completions.create({ model, prompt: 'Once upon', seed: 3, max_tokens: 7 })).choices[0].text);
}

// Asks, runs the function that the answer calls, asks again with its result, and ends with an answer in words.
export async function tools(address) {
  const client = clientOf(address);
  const asked = [];
  const runner = client.chat.completions.runTools({
    model,
    messages,
    tools: [{ type: 'function', function: { ...weather, parse: JSON.parse, function: ({ city }) => { asked.push(city); return `rain in ${city}`; } } }],
  });
  const answer = await runner.finalContent();

  assert.equal(asked.length, 1);
  assert.equal(typeof asked[0], 'string');
  assert.notEqual(answer, '');
  assert.deepEqual(runner.messages.map((message) => message.role), ['user', 'assistant', 'tool', 'assistant']);
  assert.equal(runner.messages[2].tool_call_id, runner.messages[1].tool_calls[0].id);
}

export async function streamedTools(address) {
  const runner = clientOf(address).chat.completions.stream({ model, messages, tools: [{ type: 'function', function: weather }], tool_choice: 'required' });
  const done = [];
  runner.on('tool_calls.function.arguments.done', (call) => done.push(call));
  const [choice] = (await runner.finalChatCompletion()).choices;

  assert.equal(choice.finish_reason, 'tool_calls');
  assert.equal(choice.message.content, null);
  assert.equal(choice.message.tool_calls.length, 1);
  assert.equal(choice.message.tool_calls[0].type, 'function');
  assert.equal(choice.message.tool_calls[0].function.name, 'weather');
  assert.deepEqual(Object.keys(JSON.parse(choice.message.tool_calls[0].function.arguments)), ['city']);
  assert.deepEqual(done.map((call) => call.arguments), [choice.message.tool_calls[0].function.arguments]);
}

export async function json(address) {
  const client = clientOf(address);
  const Weather = z.object({ city: z.string(), celsius: z.number(), sky: z.enum(['clear', 'cloudy']), hours: z.array(z.int()) });
  const reply = await client.chat.completions.parse({ model, messages, response_format: zodResponseFormat(Weather, 'weather') });
  const object = await client.chat.completions.create({ model, messages, response_format: { type: 'json_object' } });

  assert.deepEqual(Weather.parse(reply.choices[0].message.parsed), reply.choices[0].message.parsed);
  assert.equal(reply.choices[0].finish_reason, 'stop');
  assert.equal(typeof JSON.parse(object.choices[0].message.content), 'object');
}

export async function models(address) {
  const client = clientOf(address);
  const list = [];
  for await (const one of client.models.list()) {
    list.push(one);
  }

  assert.deepEqual(list.map((one) => [one.id, one.object]), [[model, 'model']]);
  assert.equal((await client.models.retrieve(model)).id, model);
}

export async function errors(address) {
  const client = clientOf(address);
  const create = (options) => client.chat.completions.create({ model, messages, ...options });

  await assert.rejects(create({ model: 'gpt-5' }), (error) => error instanceof OpenAI.NotFoundError && error.param === 'model' && error.requestID !== null);
  await assert.rejects(create({ max_tokens: -1 }), (error) => error instanceof OpenAI.BadRequestError && error.param === 'max_tokens');
  await assert.rejects(create({ max_tokens: 131_070 }), (error) => error instanceof OpenAI.BadRequestError && /maximum context length/.test(error.message));
  await assert.rejects(client.models.retrieve('gpt-5'), OpenAI.NotFoundError);
}

export async function key(address) {
  await assert.rejects(clientOf(address).chat.completions.create({ model, messages }), (error) => error instanceof OpenAI.AuthenticationError);

  const reply = await clientOf(address, { apiKey: 'swordfish' }).chat.completions.create({ model, messages, max_tokens: 3 });
  assert.equal(reply.usage.completion_tokens, 3);
}

// The timeout is due in the middle of the answer: the error comes inside the stream.
export async function failure(address) {
  const started = await clientOf(address).chat.completions.create({ model, messages, ignore_eos: true, max_tokens: 100_000, timeout: 1, stream: true });
  let chunks = 0;
  await assert.rejects(
    async () => {
      for await (const _ of started) {
        chunks++;
      }
    },
    (error) => error instanceof OpenAI.APIError && /timeout/.test(error.message));
  assert.ok(chunks > 1);
}

export async function retry(address) {
  const seen = [];
  const watched = async (...request) => {
    const response = await fetch(...request);
    seen.push([response.status, response.headers.get('retry-after')]);
    return response;
  };
  const client = clientOf(address, { maxRetries: 5, fetch: watched });
  const reply = await client.chat.completions.create({ model, messages, max_tokens: 3 });

  assert.equal(reply.usage.completion_tokens, 3);
  assert.ok(seen.length > 1);
  assert.ok([429, 503].includes(seen[0][0]));
  assert.equal(seen[0][1], '1');
  assert.deepEqual(seen.at(-1), [200, null]);
}

export async function abort(address) {
  const started = await clientOf(address).chat.completions.create({ model, messages, ignore_eos: true, max_tokens: 1_000, stream: true });
  for await (const chunk of started) {
    if (chunk.choices[0].delta.content) {
      started.controller.abort();
    }
  }
}
