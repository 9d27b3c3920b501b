using LoadGen.Report;

namespace Tests.Unit.Report;

public sealed class RequestsCsvTests
{
    [Fact]
    public void Rows_are_sorted_and_empty_where_there_is_nothing()
    {
        StringWriter writer = new();

        RequestsCsv.Write(writer, Records.All);

        const string expected = """
            id,profile,at,prompt_tokens,output_tokens_asked,output_tokens,cached_tokens,outcome,reason,ttft,tpot,e2e,queue,preemptions,attempts,trace_id
            0,chat,0.9999999,100,11,11,0,completed,,0.5,0.02,0.7,0.1,0,1,
            1,book,1,6000,500,40,,timed_out,"total, decode",9,,,8,,2,
            2,chat,1,100,11,11,0,completed,,0.5,0.02,0.7,0.1,0,1,
            2.1,chat,4,150,21,21,96,completed,,0.3,0.04,1.1,0,1,1,0af7651916cd43dd8448eb211c80319c
            3,book,7.25,12510,10,0,,invalid,context_length_exceeded,,,,,,1,

            """;
        Assert.Equal(expected, writer.ToString());
    }

    [Fact]
    public void Rows_of_several_runs_say_whose_they_are_and_stand_by_request()
    {
        StringWriter writer = new();

        RequestsCsv.Write(
            writer,
            [
                .. Records.All.Take(2).Select(r => new ComparedRequest(r, "seed-tp8", ReportKind.Run)),
                .. Records.All.Take(2).Select(r => new ComparedRequest(r, "seed-tp8", ReportKind.Simulate)),
            ]);

        const string expected = """
            id,profile,at,prompt_tokens,output_tokens_asked,output_tokens,cached_tokens,outcome,reason,ttft,tpot,e2e,queue,preemptions,attempts,trace_id,configuration,kind
            2,chat,1,100,11,11,0,completed,,0.5,0.02,0.7,0.1,0,1,,seed-tp8,run
            2,chat,1,100,11,11,0,completed,,0.5,0.02,0.7,0.1,0,1,,seed-tp8,simulate
            2.1,chat,4,150,21,21,96,completed,,0.3,0.04,1.1,0,1,1,0af7651916cd43dd8448eb211c80319c,seed-tp8,run
            2.1,chat,4,150,21,21,96,completed,,0.3,0.04,1.1,0,1,1,0af7651916cd43dd8448eb211c80319c,seed-tp8,simulate

            """;
        Assert.Equal(expected, writer.ToString());
    }
}
