// The agent framework `ai` on its provider for servers that speak OpenAI's API.
import assert from 'node:assert/strict';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, Output, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

const prompt = 'Do I need an umbrella in Ulm?';

const modelOf = (address, options = {}) =>
  createOpenAICompatible({ name: 'emulator', baseURL: `${address}v1`, includeUsage: true, supportsStructuredOutputs: true, ...options })('Llama-3.1-8B');

const weatherOf = (asked) => tool({
  description: 'The weather of a city',
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => {
    asked.push(city);
    return { city, sky: 'rain' };
  },
});

export async function chat(address) {
  const reply = await generateText({ model: modelOf(address), prompt, maxOutputTokens: 12 });

  assert.equal(reply.finishReason, 'length');
  assert.notEqual(reply.text, '');
  assert.equal(reply.usage.outputTokens, 12);
  assert.equal(reply.usage.totalTokens, reply.usage.inputTokens + 12);
}

export async function stream(address) {
  const whole = await generateText({ model: modelOf(address), prompt, seed: 5, maxOutputTokens: 30 });
  const streamed = streamText({ model: modelOf(address), prompt, seed: 5, maxOutputTokens: 30 });
  let text = '';
  for await (const delta of streamed.textStream) {
    text += delta;
  }

  assert.equal(text, whole.text);
  assert.equal(await streamed.finishReason, 'length');
  const usage = await streamed.usage;
  assert.deepEqual([usage.inputTokens, usage.outputTokens, usage.totalTokens], [whole.usage.inputTokens, whole.usage.outputTokens, whole.usage.totalTokens]);
}

// The whole loop: the model calls the tool, the framework runs it and asks again with its result, the model answers.
export async function tools(address) {
  const asked = [];
  const reply = await generateText({ model: modelOf(address), prompt, tools: { weather: weatherOf(asked) }, stopWhen: stepCountIs(5) });

  assertLoop(asked, reply.steps, reply.text);
}

export async function streamedTools(address) {
  const asked = [];
  const streamed = streamText({ model: modelOf(address), prompt, tools: { weather: weatherOf(asked) }, stopWhen: stepCountIs(5) });
  const parts = [];
  for await (const part of streamed.fullStream) {
    parts.push(part.type);
  }

  assertLoop(asked, await streamed.steps, await streamed.text);
  for (const type of ['tool-input-start', 'tool-input-delta', 'tool-input-end', 'tool-call', 'tool-result', 'text-delta']) {
    assert.ok(parts.includes(type), `no part of the stream is a ${type}: ${parts}`);
  }
}

export async function json(address) {
  const schema = z.object({ city: z.string(), umbrella: z.boolean(), hours: z.array(z.object({ hour: z.int(), sky: z.enum(['clear', 'rain']) })) });
  const reply = await generateText({ model: modelOf(address), prompt, output: Output.object({ schema }) });

  assert.deepEqual(schema.parse(reply.output), reply.output);
}

export async function errors(address) {
  await assert.rejects(
    generateText({ model: modelOf(address), prompt, maxOutputTokens: 131_070 }),
    (error) => APICallError.isInstance(error) && error.statusCode === 400 && !error.isRetryable && /maximum context length/.test(error.message));
}

export async function retry(address) {
  const statuses = [];
  const watched = async (...request) => {
    const response = await fetch(...request);
    statuses.push(response.status);
    return response;
  };
  const reply = await generateText({ model: modelOf(address, { fetch: watched }), prompt, maxOutputTokens: 3, maxRetries: 5 });

  assert.equal(reply.usage.outputTokens, 3);
  assert.ok(statuses.length > 1);
  assert.ok([429, 503].includes(statuses[0]));
  assert.equal(statuses.at(-1), 200);
}

export async function abort(address) {
  const farewell = new AbortController();
  const streamed = streamText({ model: modelOf(address), prompt, maxOutputTokens: 1_000, abortSignal: farewell.signal });
  const parts = [];
  for await (const part of streamed.fullStream) {
    parts.push(part.type);
    if (part.type === 'text-delta') {
      farewell.abort();
    }
  }

  assert.equal(parts.at(-1), 'abort');
}

function assertLoop(asked, steps, text) {
  assert.equal(asked.length, 1);
  assert.deepEqual(steps.map((step) => step.finishReason), ['tool-calls', steps[1].finishReason]);
  assert.deepEqual(steps[0].toolResults.map((result) => result.output), [{ city: asked[0], sky: 'rain' }]);
  assert.ok(['stop', 'length'].includes(steps[1].finishReason));
  assert.notEqual(text, '');
}
