// `@grpc/grpc-js`, with services from the .proto files of this repository or from the server's reflection.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { GrpcReflection } from 'grpc-js-reflection-client';

const model = 'Llama-3.1-8B';
const messages = [{ role: 'user', content: 'Hello there' }];
const shape = { keepCase: true, longs: Number, enums: String, defaults: true };
const insecure = grpc.credentials.createInsecure();

const filesOf = (...names) => grpc.loadPackageDefinition(loadSync(names, { ...shape, includeDirs: [fileURLToPath(new URL('../../proto', import.meta.url))] }));
const ours = (address) => new (filesOf('inference/v1/inference.proto').inference.v1.InferenceService)(address, insecure);
const vllms = (address) => new (filesOf('vllm/inference.proto').vllm.Inference)(address, insecure);

// One answer, with the trailers behind it; rejects with the status.
const call = (client, method, request) => new Promise((resolve, reject) => {
  let trailers;
  client[method](request, (error, reply) => (error ? reject(error) : setImmediate(() => resolve({ reply, trailers }))))
    .on('status', (status) => { trailers = status.metadata; });
});

export async function chat(address) {
  const { reply, trailers } = await call(ours(address), 'CreateChatCompletion', { model, messages, max_tokens: 12 });

  assert.equal(reply.model, model);
  assert.equal(reply.choices[0].finish_reason, 'FINISH_REASON_LENGTH');
  assert.notEqual(reply.choices[0].message.content, '');
  assert.equal(reply.usage.completion_tokens, 12);
  assert.equal(reply.timing.steps, 12);
  assert.deepEqual(trailers.get('x-engine-steps'), ['12']);
}

export async function stream(address) {
  const request = { model, messages, seed: 5, max_tokens: 30 };
  const { reply } = await call(ours(address), 'CreateChatCompletion', request);
  let text = '';
  let last;
  for await (const chunk of ours(address).StreamChatCompletion(request)) {
    text += chunk.text;
    last = chunk;
  }

  assert.equal(text, reply.choices[0].message.content);
  assert.equal(last.finish_reason, 'FINISH_REASON_LENGTH');
  assert.deepEqual(last.usage, reply.usage);
}

// No file of ours: the services come from the server itself.
export async function reflection(address) {
  const server = new GrpcReflection(address, insecure);
  const services = await server.listServices();
  for (const name of ['inference.v1.InferenceService', 'vllm.Inference', 'vllm.Control', 'grpc.health.v1.Health']) {
    assert.ok(services.includes(name), `no ${name} in ${services}`);
  }

  const { inference } = (await server.getDescriptorBySymbol('inference.v1.InferenceService')).getPackageObject(shape);
  const { reply } = await call(new inference.v1.InferenceService(address, insecure), 'CreateChatCompletion', { messages, max_tokens: 3 });
  assert.equal(reply.usage.completion_tokens, 3);
}

export async function vllm(address) {
  const request = { request_id: 'one', text: 'Once upon a time', stopping: { max_new_tokens: 7, ignore_eos: true }, response: { output_text: true, output_token_ids: true } };
  const { reply } = await call(vllms(address), 'Generate', request);
  let text = '';
  const ids = [];
  for await (const { outputs } of vllms(address).GenerateStream({ ...request })) {
    text += outputs?.text ?? '';
    ids.push(...(outputs?.token_ids ?? []));
  }

  assert.equal(reply.outputs.token_ids.length, 7);
  assert.equal(text, reply.outputs.text);
  assert.deepEqual(ids, reply.outputs.token_ids);
}

export async function models(address) {
  const { reply } = await call(ours(address), 'ListModels', {});
  assert.deepEqual(reply.models.map((one) => one.id), [model]);
  assert.equal((await call(ours(address), 'GetModel', { model })).reply.id, model);
}

export async function tokens(address) {
  const { reply } = await call(ours(address), 'Tokenize', { prompt: 'Hello there' });
  const { reply: back } = await call(ours(address), 'Detokenize', { tokens: reply.tokens });

  assert.ok(reply.tokens.length > 0);
  assert.equal(back.prompt, 'Hello there');
}

export async function errors(address) {
  await assert.rejects(call(ours(address), 'CreateChatCompletion', { model: 'gpt-5', messages }), (error) => error.code === grpc.status.NOT_FOUND && /does not exist/.test(error.details));
  await assert.rejects(
    call(ours(address), 'CreateChatCompletion', { messages, max_tokens: 1_000_000 }),
    (error) => error.code === grpc.status.INVALID_ARGUMENT && error.metadata.get('grpc-status-details-bin').length === 1);
  await assert.rejects(call(ours(address), 'CreateChatCompletion', { messages: [] }), (error) => error.code === grpc.status.INVALID_ARGUMENT);
}

// The service's own policy, as clients set it: whoever is turned away asks again.
export async function retry(address) {
  const policy = { methodConfig: [{ name: [{ service: 'inference.v1.InferenceService' }], retryPolicy: { maxAttempts: 5, initialBackoff: '0.5s', maxBackoff: '2s', backoffMultiplier: 1.5, retryableStatusCodes: ['RESOURCE_EXHAUSTED', 'UNAVAILABLE'] } }] };
  const { InferenceService } = filesOf('inference/v1/inference.proto').inference.v1;
  const client = new InferenceService(address, insecure, { 'grpc.service_config': JSON.stringify(policy) });
  const { reply, trailers } = await call(client, 'CreateChatCompletion', { messages, max_tokens: 3 });

  assert.equal(reply.usage.completion_tokens, 3);
  assert.ok(trailers);
}

export async function abort(address) {
  const started = ours(address).StreamChatCompletion({ messages, ignore_eos: true, max_tokens: 1_000 });
  await assert.rejects(
    async () => {
      for await (const chunk of started) {
        assert.notEqual(chunk.tokens, 0);
        started.cancel();
      }
    },
    (error) => error.code === grpc.status.CANCELLED);
}

export async function vllmAbort(address) {
  const control = new (filesOf('vllm/control.proto').vllm.Control)(address, insecure);
  const request = { request_id: 'endless', text: 'Once upon a time', stopping: { max_new_tokens: 10_000, ignore_eos: true } };
  let last;
  for await (const { outputs } of vllms(address).GenerateStream(request)) {
    if (outputs && !last) {
      await call(control, 'Abort', { request_ids: ['endless'] });
    }

    last = outputs ?? last;
  }

  assert.equal(last.finish_info.finish_reason, 'ABORTED');
}
