using System.Reflection;
using Emulator.Admission;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Unit.Api;

public sealed class ErrorTableTests
{
    [Fact]
    public void Every_code_has_a_row()
    {
        string[] codes = [.. typeof(RefusalCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.InRange(ErrorTable.RowOf(new Refusal(Outcome.Failed, code, "")).Http, 400, 599));
    }
}
