using Emulator.Content;
using Vllm;

namespace Emulator.Api.Grpc;

/// <summary>From an answer to the messages of vLLM's gRPC service.</summary>
/// <param name="request">Whose answer.</param>
internal sealed class VllmOutput(VllmRequest request)
{
    // The last token of an answer that ends by itself: <|endoftext|> of o200k_base.
    private const uint EndOfText = 199_999;

    private readonly ResponseOptions _wanted = request.Response;
    private readonly TokenOdds _odds = new(request.Asked.Seed!.Value);
    private VllmText? _text;

    /// <summary>The prompt as it was taken.</summary>
    public PromptInfo Prompt()
    {
        PromptInfo info = new() { NumPromptTokens = (uint)request.Prompt.Length };
        if (_wanted.PromptTokenIds)
        {
            info.TokenIds.AddRange(request.Prompt);
        }

        if (_wanted.PromptLogprobs)
        {
            // Nothing stands before the first token from which it could have been likely.
            info.Logprobs.Add(0);
            info.Ranks.Add(0);
            info.CandidateTokens.Add(new CandidateTokenInfo());
            for (int i = 1; i < request.Prompt.Length; i++)
            {
                info.Logprobs.Add(_odds.Of(-i));
                info.Ranks.Add(TokenOdds.Rank);
                info.CandidateTokens.Add(_odds.Others(-i, request.Prompt[i], _wanted.PromptCandidates));
            }
        }

        return info;
    }

    /// <summary>The tokens of a span; each call's begin where the last one's ended.</summary>
    public SequenceOutput Next(Answer answer, TokenSpan span)
    {
        bool stopped = span.IsLast && answer.Stopped;
        SequenceOutput output = new() { NumTokens = (uint)span.Count };
        if (!_wanted.HasOutputText || _wanted.OutputText)
        {
            _text ??= new VllmText(answer.Text, request.Rule, request.Stop);
            output.Text = _text.Next(span, stopped);
        }

        bool endsByItself = stopped && request.Stop is null;
        if (_wanted.OutputTokenIds || _wanted.OutputLogprobs)
        {
            for (int token = span.First; token < span.First + span.Count; token++)
            {
                Add(output, token, endsByItself && token == answer.Length - 1 ? EndOfText : IdOf(answer.Text, token));
            }
        }

        if (span.IsLast)
        {
            output.FinishInfo = FinishOf(answer, stopped);
        }

        return output;
    }

    /// <summary>The end of an answer that was aborted.</summary>
    /// <param name="answer">The answer so far; null = it had not begun.</param>
    /// <param name="span">Its tokens that were not sent yet.</param>
    public SequenceOutput Aborted(Answer? answer, TokenSpan span)
    {
        SequenceOutput output = answer is null || span.Count == 0 ? new SequenceOutput() : Next(answer, span);
        output.FinishInfo = new FinishInfo { NumOutputTokens = (uint)(span.First + span.Count), FinishReason = FinishInfo.Types.FinishReason.Aborted };
        return output;
    }

    private static uint IdOf(SyntheticProse prose, int token) => (uint)PromptTokenizer.Encode(prose.Text(token, 1))[0];

    private void Add(SequenceOutput output, int token, uint id)
    {
        if (_wanted.OutputTokenIds)
        {
            output.TokenIds.Add(id);
        }

        if (_wanted.OutputLogprobs)
        {
            output.Logprobs.Add(_odds.Of(token));
            output.Ranks.Add(TokenOdds.Rank);
            output.CandidateTokens.Add(_odds.Others(token, id, _wanted.OutputCandidates));
        }
    }

    private FinishInfo FinishOf(Answer answer, bool stopped)
    {
        FinishInfo finish = new() { NumOutputTokens = (uint)answer.Request.Outputs, FinishReason = stopped ? FinishInfo.Types.FinishReason.Stop : FinishInfo.Types.FinishReason.Length };
        switch (request.Stop)
        {
            case { Text: { } text } when stopped:
                finish.StopString = text;
                break;
            case { TokenId: { } id } when stopped:
                finish.StopTokenId = id;
                break;
            case null when stopped:
                finish.EosTokenId = EndOfText;
                break;
            default:
                break;
        }

        return finish;
    }
}
