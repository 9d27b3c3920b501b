using System.ClientModel.Primitives;
using System.Collections.Concurrent;

namespace Tests.Integration.OpenAi;

/// <summary>What each try of a call was answered with: status and <c>Retry-After</c>.</summary>
internal sealed class SeenTries : PipelinePolicy
{
    private readonly ConcurrentQueue<(int Status, string? RetryAfter)> _tries = new();

    public IReadOnlyList<(int Status, string? RetryAfter)> Tries => [.. _tries];

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        ProcessNext(message, pipeline, currentIndex);
        Note(message);
    }

    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        await ProcessNextAsync(message, pipeline, currentIndex);
        Note(message);
    }

    private void Note(PipelineMessage message) =>
        _tries.Enqueue((message.Response!.Status, message.Response.Headers.TryGetValue("retry-after", out string? after) ? after : null));
}
