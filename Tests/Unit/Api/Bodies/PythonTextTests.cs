using System.Text.Json;
using Emulator.Api.OpenAi.Bodies.Pydantic;

namespace Tests.Unit.Api.Bodies;

/// <summary>What is expected is what Python 3.11's <c>repr(json.loads(...))</c> printed of the same texts.</summary>
public class PythonTextTests
{
    [Theory]
    [InlineData("\"it's\"", "\"it's\"")]
    [InlineData("\"say \\\"hi\\\"\"", "'say \"hi\"'")]
    [InlineData("\"it's \\\"both\\\"\"", "'it\\'s \"both\"'")]
    [InlineData("\"a\\\\b\\nc\\td\\r\\u0000\\u007f\\u00a0\\u00ad\"", "'a\\\\b\\nc\\td\\r\\x00\\x7f\\xa0\\xad'")]
    [InlineData("\"é世👋\"", "'é世👋'")]
    [InlineData("\"\\ud83d x\"", "'\\ud83d x'")]
    [InlineData("\"\\u2028\\u200b\\ue000\"", "'\\u2028\\u200b\\ue000'")]
    [InlineData("[]", "[]")]
    [InlineData("{}", "{}")]
    [InlineData("[1,2.50,true,false,null]", "[1, 2.5, True, False, None]")]
    [InlineData("{\"a\":{\"b\":[]},\"c\":\"x\"}", "{'a': {'b': []}, 'c': 'x'}")]
    [InlineData("1e16", "1e+16")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("1.5e16", "1.5e+16")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0.00001", "1e-05")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("-0", "0")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1e400", "inf")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("12345.678e3", "12345678.0")]
    [InlineData("1E5", "100000.0")]
    public void A_value_is_shown_as_Python_shows_it(string json, string shown) => Assert.Equal(shown, PythonText.Of(JsonDocument.Parse(json).RootElement));
}
