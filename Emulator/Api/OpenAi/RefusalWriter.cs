using Emulator.Admission;

namespace Emulator.Api.OpenAi;

/// <summary>Answers that are refusals.</summary>
/// <param name="reception">Whose behaviour they follow.</param>
internal sealed class RefusalWriter(Reception reception)
{
    /// <summary>Answers, or says why not.</summary>
    public async Task AnswerAsync(HttpContext context, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (RefusedException refused)
        {
            await WriteAsync(context, refused.Refusal);
        }
    }

    /// <summary>Says why there is no answer.</summary>
    public Task WriteAsync(HttpContext context, Refusal refusal) =>
        OpenAiError.WriteAsync(context.Response, refusal, reception.Behaviour, reception.ToWall(ErrorTable.RetryAfter));
}
