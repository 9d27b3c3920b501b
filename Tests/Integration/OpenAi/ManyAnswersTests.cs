using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.OpenAi;

/// <summary>Small bodies that ask for millions of answers.</summary>
public sealed class ManyAnswersTests : ServerTests
{
    private readonly HttpClient _http = new();

    [Theory]
    [InlineData("vllm", 16_384, 503, "0 requests are waiting, and this server lets 100000 wait; this call asks for 16777216 answers.")]
    [InlineData("openai", 128, 429, "lets 1024 wait; this call asks for 131072 answers.")]
    [InlineData("vllm --max-num-queued-reqs 9", 97, 503, "The server is busy: 0 requests are in flight, and it takes 9; this call asks for 99328 answers.")]
    public async Task They_are_refused_before_one_is_made(string behaviour, int each, int status, string says)
    {
        EmulatorServer server = await StartAsync($"--behave-as {behaviour}");
        string prompts = string.Join(',', Enumerable.Repeat("\"a\"", 1_024));
        using StringContent body = new($$"""{"model":"Llama-3.1-8B","prompt":[{{prompts}}],"n":{{each}},"max_tokens":1}""", Encoding.UTF8, "application/json");

        using HttpResponseMessage response = await _http.PostAsync(new Uri(server.HttpAddress, "v1/completions"), body);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        string message = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("message").GetString()!;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Expected = new LedgerCounts { Rejected = 1 };
    }

    [Fact]
    public async Task A_client_that_goes_has_each_of_them_ended_and_not_all_by_each()
    {
        const int Answers = 1_000;
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using CancellationTokenSource gone = new();
        using StringContent body = new($$"""{"model":"Llama-3.1-8B","prompt":"a","n":{{Answers}},"max_tokens":500,"ignore_eos":true,"stream":true}""", Encoding.UTF8, "application/json");

        Task<HttpResponseMessage> asking = _http.PostAsync(new Uri(server.HttpAddress, "v1/completions"), body, gone.Token);
        await clock.StandsInStepAsync();
        await gone.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => asking);
        Wait.Until(() => server.Engine.AbortsAsked >= Answers, "an abort for each");
        clock.RunFree();
        Wait.Until(() => server.Engine.Ledger.InFlight == 0, "the end");

        Assert.InRange(server.Engine.AbortsAsked, Answers, 2 * Answers);
        Expected = new LedgerCounts { Cancelled = Answers };
    }

    [Fact]
    public async Task A_timeout_of_one_ends_the_others_once()
    {
        const int Answers = 300;
        EmulatorServer server = await StartAsync("--max-num-seqs 1");
        using StringContent body = new($$"""{"model":"Llama-3.1-8B","prompt":"a","n":{{Answers}},"max_tokens":500,"ignore_eos":true,"timeout":0.5}""", Encoding.UTF8, "application/json");

        using HttpResponseMessage response = await _http.PostAsync(new Uri(server.HttpAddress, "v1/completions"), body);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.InRange(server.Engine.AbortsAsked, 0, Answers);
        Expected = new LedgerCounts { TimedOut = Answers };
    }
}
