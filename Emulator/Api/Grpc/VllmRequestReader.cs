using System.Globalization;
using Emulator.Admission;
using Emulator.Content;
using Emulator.Engine;
using Emulator.KvCache;
using Vllm;

namespace Emulator.Api.Grpc;

/// <summary>From a message of vLLM's gRPC service to a request.</summary>
internal static class VllmRequestReader
{
    // What vLLM's front end takes where a request says 0 (rust/proto/inference.proto).
    private const int DefaultNewTokens = 20;

    private const string RankHeader = "x-data-parallel-rank";

    /// <summary>Reads a request.</summary>
    /// <exception cref="RefusedException">It is malformed, for another model, or asks for what is not served here.</exception>
    public static VllmRequest Read(GenerateRequest message, Func<string, string?> header, Reception reception)
    {
        reception.CheckModel(message.Model);
        CheckRank(header);
        CheckServed(message);
        VllmSamplingCheck.Check(message, reception.MostLogprobs);
        StoppingCriteria stopping = message.Stopping ?? new StoppingCriteria();
        uint[] prompt = PromptOf(message, stopping, reception);
        VllmTokenCheck.CheckPrompt(prompt, reception);
        NeedRoom(prompt.Length, "", reception);

        // Whatever was asked for, it ends where the context does (rust/src/text/src/lower.rs, resolve_max_tokens).
        int most = Math.Clamp(reception.Gate.Room(prompt.Length), 1, stopping.MaxNewTokens > 0 ? Tokens(stopping.MaxNewTokens) : DefaultNewTokens);
        int least = Tokens(stopping.MinNewTokens);
        if (least > most)
        {
            throw Invalid("stopping.min_new_tokens", $"stopping.min_new_tokens is {least}; allowed are numbers up to max_new_tokens ({most}).");
        }

        VllmTokenCheck.CheckFields(message, reception);
        ReplyOrder order = new()
        {
            IgnoreEos = stopping.IgnoreEos,
            MinTokens = least,
            Stop = [.. stopping.StopStrings],
            StopTokenIds = [.. stopping.StopTokenIds.Select(token => (int)token)],
            IncludesStop = stopping.IncludeStopStrings,
            Said = message.Text,
            Text = VllmForm.TextFor(message, prompt.Length),
        };
        GenerationRequest asked = new()
        {
            Id = FieldCheck.Name("request_id", message.RequestId),
            Prompt = _ => new TokenSequence([.. prompt.Select(token => new TokenRun(token, 1))]),
            MaxTokens = most,
            Reply = reception.Control.Apply(order, header, message.Model),
            Seed = message.Sampling is { HasSeed: true } sampling ? (ulong)sampling.Seed : null,
            Priority = message.Priority,
            CacheSalt = FieldCheck.Name("kv.cache_salt", message.Kv?.CacheSalt),
            BypassesPrefixCache = message.Kv?.BypassPrefixCache == true,
        };
        return new VllmRequest(asked, prompt, message.Response ?? new ResponseOptions());
    }

    private static uint[] PromptOf(GenerateRequest message, StoppingCriteria stopping, Reception reception)
    {
        long budget = Math.Max(0, reception.Setup.Blueprint.MaxModelLength - (long)stopping.MaxNewTokens);
        if (message.TruncatePromptTokens > budget)
        {
            throw Invalid(
                "truncate_prompt_tokens",
                $"truncate_prompt_tokens={message.TruncatePromptTokens} cannot be greater than max_model_len - max_tokens = {budget}. Please request a smaller truncation size.");
        }

        uint[] tokens = message.PromptCase switch
        {
            GenerateRequest.PromptOneofCase.Text => [.. TokensOf(message, reception).Select(token => (uint)token)],
            GenerateRequest.PromptOneofCase.TokenIds => [.. message.TokenIds.Ids],
            _ => throw ErrorTable.Invalid("prompt", "prompt is required; allowed are text and token_ids."),
        };
        if (tokens.Length == 0)
        {
            throw ErrorTable.Invalid("prompt", "prompt is empty; allowed is at least one token.");
        }

        return message.TruncatePromptTokens is > 0 and var kept && kept < tokens.Length ? tokens[^(int)kept..] : tokens;
    }

    private static IReadOnlyList<int> TokensOf(GenerateRequest message, Reception reception)
    {
        long most = reception.Setup.Blueprint.MaxModelLength * (long)reception.Tokenizer.MaxCharactersPerToken;
        if (message.TruncatePromptTokens == 0 && TextBound.CharactersAbove(most, [message.Text]) is { } characters)
        {
            NeedRoom(TextBound.FewestTokens(characters, reception), "at least ", reception);
        }

        return reception.Tokenizer.Encode(message.Text);
    }

    private static void NeedRoom(int promptTokens, string atLeast, Reception reception)
    {
        int context = reception.Setup.Blueprint.MaxModelLength;
        if (promptTokens >= context)
        {
            FormattableString sentence = $"this model's maximum context length is {context} tokens, but the prompt contains {atLeast}{promptTokens} input tokens";
            throw new RefusedException(new Refusal(Outcome.Invalid, RefusalCode.ContextLengthExceeded, sentence.ToString(CultureInfo.InvariantCulture)) { Field = "prompt" });
        }
    }

    private static void CheckServed(GenerateRequest message)
    {
        if (message.LoraName.Length > 0)
        {
            throw new RefusedException(VllmRefusals.NoLora with { Field = "lora_name" });
        }

        if (message.Media.Count > 0)
        {
            throw NotServed("media", "media is given, and no multimodal model is served here; allowed are prompts of text and token ids alone.");
        }

        if (message.Kv?.KvTransferParams is not null)
        {
            throw NotServed("kv.kv_transfer_params", "kv.kv_transfer_params is given, and this server does not move its KV cache; leave it out.");
        }

        if (message.Kv?.EcTransferParams is not null)
        {
            throw NotServed("kv.ec_transfer_params", "kv.ec_transfer_params is given, and this server has no encoder; leave it out.");
        }
    }

    private static void CheckRank(Func<string, string?> header)
    {
        if (header(RankHeader) is { } rank && !(uint.TryParse(rank.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number == 0))
        {
            throw Invalid(RankHeader, $"{RankHeader} is '{rank}'; allowed is 0, the one rank of this server.");
        }
    }

    private static RefusedException NotServed(string field, string message) =>
        new(new Refusal(Outcome.Invalid, RefusalCode.NotImplemented, message) { Field = field });

    private static RefusedException Invalid(string field, FormattableString message) => ErrorTable.Invalid(field, message.ToString(CultureInfo.InvariantCulture));

    private static int Tokens(uint count) => (int)Math.Min(count, int.MaxValue);
}
