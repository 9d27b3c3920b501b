using Vllm;

namespace Emulator.Api.Grpc;

/// <summary>From an answer to the messages of vLLM's gRPC service.</summary>
/// <param name="request">Whose answer.</param>
internal sealed class VllmOutput(VllmRequest request)
{
    private readonly ResponseOptions _wanted = request.Response;
    private readonly TokenOdds _odds = request.Odds;
    private readonly GenerateResponse _next = new() { Outputs = new SequenceOutput() };

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

    /// <summary>The tokens of a span; each call's begin where the last one's ended. The same message each time, filled anew: whoever has it must have sent it before the next call.</summary>
    public GenerateResponse Next(Answer answer, TokenSpan span)
    {
        SequenceOutput output = _next.Outputs;
        output.NumTokens = (uint)span.Count;
        output.TokenIds.Clear();
        output.Logprobs.Clear();
        output.Ranks.Clear();
        output.CandidateTokens.Clear();
        if (!_wanted.HasOutputText || _wanted.OutputText)
        {
            output.Text = answer.Text.Text(span.First, span.Count);
        }

        if (_wanted.OutputTokenIds || _wanted.OutputLogprobs)
        {
            for (int token = span.First; token < span.First + span.Count; token++)
            {
                Add(output, token, (uint)answer.Text.Id(token));
            }
        }

        if (span.IsLast)
        {
            output.FinishInfo = FinishOf(answer);
        }

        return _next;
    }

    /// <summary>The end of an answer that was aborted.</summary>
    /// <param name="answer">The answer so far; null = it had not begun.</param>
    /// <param name="span">Its tokens that were not sent yet.</param>
    public GenerateResponse Aborted(Answer? answer, TokenSpan span)
    {
        GenerateResponse last = answer is null || span.Count == 0 ? new GenerateResponse { Outputs = new SequenceOutput() } : Next(answer, span);
        last.Outputs.FinishInfo = new FinishInfo { NumOutputTokens = (uint)(span.First + span.Count), FinishReason = FinishInfo.Types.FinishReason.Aborted };
        return last;
    }

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

    private static FinishInfo FinishOf(Answer answer)
    {
        FinishInfo finish = new() { NumOutputTokens = (uint)answer.Request.Outputs, FinishReason = answer.Stopped ? FinishInfo.Types.FinishReason.Stop : FinishInfo.Types.FinishReason.Length };
        if (!answer.Stopped)
        {
            return finish;
        }

        if (answer.Reply.StopText is { } text)
        {
            finish.StopString = text;
        }
        else if (answer.Reply.StopToken is { } token)
        {
            finish.StopTokenId = (uint)token;
        }
        else
        {
            finish.EosTokenId = (uint)answer.Text.Id(answer.Length - 1);
        }

        return finish;
    }
}
