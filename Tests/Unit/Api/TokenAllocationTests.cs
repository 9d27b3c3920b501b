namespace Tests.Unit.Api;

public sealed class TokenAllocationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_chunk_of_a_stream_over_http_allocates_nothing(bool isChat)
    {
        await using StreamedAnswer answer = new(isChat);

        Assert.Equal(0, LeastOf(() => Assert.True(answer.WriteChunk().IsCompletedSuccessfully)));
    }

    [Fact]
    public async Task A_message_of_a_stream_over_grpc_allocates_nothing()
    {
        await using StreamedAnswer answer = new(isChat: false);

        Assert.Equal(0, LeastOf(answer.WriteMessage));
    }

    // The first tokens begin the stream and grow its buffers.
    private static long LeastOf(Action write)
    {
        Run();
        return Allocation.LeastOf(3, Run);

        void Run()
        {
            for (int token = 0; token < 1_000; token++)
            {
                write();
            }
        }
    }
}
