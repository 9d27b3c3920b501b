using Emulator.Admission;
using Emulator.Engine;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>What is told of a body that has not the right shape, in the words of the validator in front of vLLM's handlers.</summary>
internal static class BodyError
{
    /// <summary>The refusal.</summary>
    /// <param name="field">The field, with dots; empty = the body as a whole.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static RefusedException Of(string field, string problem)
    {
        string place = field.Length == 0 ? "body" : $"body.{field}";
        return new RefusedException(new Refusal(Outcome.Invalid, RefusalCode.InvalidBody, $"1 validation error:\n  {{'loc': '{place}', 'msg': '{problem}'}}") { Field = place });
    }
}
