using Emulator.Api.OpenAi.Bodies.Pydantic;

namespace Tests.Unit.Api.Bodies;

/// <summary>What is expected is what Python 3.11's <c>json</c> module said of the same texts.</summary>
public class PythonJsonTests
{
    [Theory]
    [InlineData("", "Expecting value", 0)]
    [InlineData("  ", "Expecting value", 2)]
    [InlineData("{\"a\":", "Expecting value", 5)]
    [InlineData("{\"a\" 1}", "Expecting ':' delimiter", 5)]
    [InlineData("{\"a\":1,}", "Expecting property name enclosed in double quotes", 7)]
    [InlineData("{a:1}", "Expecting property name enclosed in double quotes", 1)]
    [InlineData("[1,]", "Expecting value", 3)]
    [InlineData("[1 2]", "Expecting ',' delimiter", 3)]
    [InlineData("\"abc", "Unterminated string starting at", 0)]
    [InlineData("\"a\tb\"", "Invalid control character at", 2)]
    [InlineData("\"a\\x\"", "Invalid \\escape", 2)]
    [InlineData("\"\\u12g4\"", "Invalid \\uXXXX escape", 2)]
    [InlineData("{\"a\":1}}", "Extra data", 7)]
    [InlineData("{\"a\":1}{", "Extra data", 7)]
    [InlineData("nul", "Expecting value", 0)]
    [InlineData("-", "Expecting value", 0)]
    [InlineData("01", "Extra data", 1)]
    [InlineData("1.", "Extra data", 1)]
    [InlineData("{\"a\":07}", "Expecting ',' delimiter", 6)]
    [InlineData("{", "Expecting property name enclosed in double quotes", 1)]
    [InlineData("[\"a", "Unterminated string starting at", 1)]
    [InlineData("{\"a\":tru}", "Expecting value", 5)]
    [InlineData("{'a':1}", "Expecting property name enclosed in double quotes", 1)]
    [InlineData("/* x */1", "Expecting value", 0)]
    [InlineData("é x", "Expecting value", 0)]
    [InlineData("{\"😀\":x}", "Expecting value", 5)]
    [InlineData("\"\\", "Unterminated string starting at", 0)]
    [InlineData("\"\\u", "Invalid \\uXXXX escape", 2)]
    [InlineData("\"\\u12", "Invalid \\uXXXX escape", 2)]
    [InlineData("{\"a\"", "Expecting ':' delimiter", 4)]
    [InlineData("{\"a\":1", "Expecting ',' delimiter", 6)]
    [InlineData("[1", "Expecting ',' delimiter", 2)]
    [InlineData("[", "Expecting value", 1)]
    [InlineData("{\"a\":1,\"b\"}", "Expecting ':' delimiter", 10)]
    [InlineData("{\"a\":.5}", "Expecting value", 5)]
    [InlineData("{\"a\":+1}", "Expecting value", 5)]
    [InlineData("[1,2", "Expecting ',' delimiter", 4)]
    [InlineData("{\"a\":[{\"b\":]}", "Expecting value", 11)]
    [InlineData("nan", "Expecting value", 0)]
    [InlineData("-Inf", "Expecting value", 0)]
    [InlineData("{\"a\":1 \"b\":2}", "Expecting ',' delimiter", 7)]
    public void A_text_that_is_no_JSON_is_told_as_Python_tells_it(string text, string message, int position) =>
        Assert.Equal((message, position), PythonJson.Read(text).Fault);

    [Theory]
    [InlineData("{\"a\":[NaN,-Infinity,Infinity],\"b\":\"NaN\"}", "{\"a\":[\"NaN\",\"-Infinity\",\"Infinity\"],\"b\":\"NaN\"}")]
    [InlineData(" [1e5, -0, 0.5E-3 ] ", " [1e5, -0, 0.5E-3 ] ")]
    [InlineData("\"\\ud83d\"", "\"\\ud83d\"")]
    public void Numbers_that_only_Python_knows_become_texts(string text, string json) => Assert.Equal((((string, int)?)null, json), PythonJson.Read(text));

    [Fact]
    public void Many_numbers_that_only_Python_knows_are_read_at_once()
    {
        string text = $"[{string.Join(',', Enumerable.Repeat("NaN", 30_000))}]";
        long before = GC.GetAllocatedBytesForCurrentThread();

        (_, string json) = PythonJson.Read(text);

        Assert.Equal(text.Replace("NaN", "\"NaN\"", StringComparison.Ordinal), json);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L * text.Length);
    }

    [Fact]
    public void Depth_is_no_fault_of_the_text() => Assert.Null(PythonJson.Read(new string('[', 100_000) + new string(']', 100_000)).Fault);

    [Theory]
    [InlineData("[\"", 4_301, "\"]", null)]
    [InlineData("[", 4_300, "]", null)]
    [InlineData("[-", 4_301, "]", PythonJson.LongNumber)]
    [InlineData("[", 4_301, ".5]", null)]
    [InlineData("[", 1_000_000, "]", PythonJson.LongNumber)]
    [InlineData("[1,", 1_000_000, "]", PythonJson.LongNumber)]
    [InlineData("[,", 4_301, "]", "Expecting value")]
    public void A_whole_number_of_more_than_4300_digits_is_none(string before, int digits, string behind, string? message)
    {
        string text = before + new string('7', digits) + behind;

        Assert.Equal(message, PythonJson.Read(text).Fault?.Message);
        Assert.Equal(digits > 4_300, PythonJson.MayHoldLongNumber(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
