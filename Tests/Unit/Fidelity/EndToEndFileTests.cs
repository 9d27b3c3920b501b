using Emulator;
using LoadGen.Fidelity;

namespace Tests.Unit.Fidelity;

/// <summary>Any row of the format is a row of the report: used, or with the reason why not.</summary>
public sealed class EndToEndFileTests
{
    [Theory]
    [InlineData("gpu=H100-SXN", "H100-SXM")]
    [InlineData("gpu=", "gpu is empty")]
    [InlineData("model=Llama-9", "Llama-9")]
    [InlineData("tp=0", "tp is '0'; allowed are whole numbers of 1 and more")]
    [InlineData("tp=two", "tp is 'two'; allowed are whole numbers of 1 and more")]
    [InlineData("isl=-1", "isl is '-1'")]
    [InlineData("osl=99999999999999999999", "osl is '99999999999999999999'")]
    [InlineData("osl=2000000", "osl is '2000000'; allowed are whole numbers from 1 to 1000000")]
    [InlineData("weight_dtype=int4", "int4")]
    [InlineData("kv_dtype=?", "kv-cache-dtype is ''")]
    [InlineData("metric=latency", "metric is 'latency'; allowed are output_tok_s, request_s, mean_ttft_ms, mean_itl_ms, ttft_ms, tpot_ms")]
    [InlineData("value=", "value is empty; allowed are numbers above 0")]
    [InlineData("value=NaN", "value is 'NaN'; allowed are numbers above 0")]
    [InlineData("value=1e999", "value is '1e999'; allowed are numbers above 0")]
    [InlineData("concurrency=", "neither concurrency nor qps is given")]
    [InlineData("concurrency=many", "concurrency is 'many'; allowed are max and whole numbers from 1 to 16384")]
    [InlineData("qps=2", "concurrency is '1' and qps is '2'; allowed is one of them")]
    [InlineData("quality=", "quality is empty")]
    [InlineData("quality=suspect: too good", "quality is 'suspect: too good'")]
    public void A_row_that_cannot_be_used_says_why(string change, string reason)
    {
        EndToEndRow row = Assert.Single(PublishedRow.Read(PublishedRow.With(change)));
        Assert.Contains(reason, row.Problem, StringComparison.Ordinal);
        Assert.Null(row.Deployment);
    }

    [Theory]
    [InlineData("-3")]
    [InlineData("0")]
    [InlineData("fast")]
    public void A_rate_that_is_none_says_what_is_allowed(string qps) => Assert.Contains(
        $"qps is '{qps}'; allowed are INF and numbers of 0.001 and more",
        Assert.Single(PublishedRow.Read(PublishedRow.With("concurrency=", $"qps={qps}"))).Problem,
        StringComparison.Ordinal);

    [Fact]
    public void A_line_with_a_field_too_many_is_a_row_with_a_reason_and_the_next_is_read()
    {
        IReadOnlyList<EndToEndRow> rows = PublishedRow.Read(PublishedRow.With() + ",one more", PublishedRow.With());
        Assert.Equal(2, rows.Count);
        Assert.Contains("line 2 has 15 fields, but the header has 14", rows[0].Problem, StringComparison.Ordinal);
        Assert.Null(rows[1].Problem);
    }

    [Fact]
    public void A_header_without_a_column_is_an_error_that_names_it()
    {
        using StringReader text = new("gpu,tp,model\nH100-SXM,1,Llama-3.1-8B\n");
        InvalidConfigurationException problem = Assert.Throws<InvalidConfigurationException>(() => EndToEndFile.Read(text, "end_to_end.csv"));
        Assert.Contains("weight_dtype", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_with_a_question_mark_is_assumed_and_said_to_be()
    {
        EndToEndRow row = Assert.Single(PublishedRow.Read(PublishedRow.With("kv_dtype=bf16?")));
        Assert.Equal(["kv_dtype is not stated, bf16 assumed"], row.Assumptions);
    }

    [Fact]
    public void Every_kind_of_load_is_understood()
    {
        Assert.Equal(
            ["concurrency 64", "concurrency max", "2.5 requests/s", "requests at once"],
            PublishedRow.Read(
                PublishedRow.With("concurrency=64"),
                PublishedRow.With("concurrency=max"),
                PublishedRow.With("concurrency=", "qps=2.5"),
                PublishedRow.With("concurrency=", "qps=INF")).Select(row => row.Deployment!.Load.ToString()));
    }
}
