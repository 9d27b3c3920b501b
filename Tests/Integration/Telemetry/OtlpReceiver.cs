using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tests.Integration.Telemetry.Otlp;

namespace Tests.Integration.Telemetry;

/// <summary>A collector on a free loopback port that keeps what it is sent. Tests wait for it by sync points, never by sleeping.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Store _store;

    private OtlpReceiver(WebApplication server, Store store)
    {
        _server = server;
        _store = store;
    }

    /// <summary>Where it listens.</summary>
    public string Endpoint => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>All spans received.</summary>
    public IReadOnlyList<ReceivedSpan> Spans => _store.Read(_store.Spans);

    /// <summary>All metrics received, each time they were.</summary>
    public IReadOnlyList<Metric> Metrics => _store.Read(_store.Metrics);

    /// <summary>Completes when a batch of spans has reached the receiver.</summary>
    public Task SpansReached => _store.Reached.Task;

    public static async Task<OtlpReceiver> StartAsync()
    {
        Store store = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(store);
        WebApplication server = builder.Build();
        server.MapGrpcService<Traces>();
        server.MapGrpcService<Meters>();
        await server.StartAsync();
        return new OtlpReceiver(server, store);
    }

    /// <summary>Makes it keep senders waiting until <see cref="Answer"/>.</summary>
    public void HoldAnswers() => _store.Answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers whoever waits.</summary>
    public void Answer() => _store.Answered.TrySetResult();

    /// <summary>Completes with all spans received as soon as <paramref name="isEnough"/> says that they are.</summary>
    public Task<IReadOnlyList<ReceivedSpan>> SpansWhen(Func<IReadOnlyList<ReceivedSpan>, bool> isEnough) => _store.WhenSpans(isEnough);

    public async ValueTask DisposeAsync()
    {
        Answer();
        await _server.DisposeAsync();
    }

    private sealed class Store
    {
        private readonly Lock _gate = new();
        private readonly List<(Func<IReadOnlyList<ReceivedSpan>, bool> IsEnough, TaskCompletionSource<IReadOnlyList<ReceivedSpan>> Source)> _waits = [];

        public Store()
        {
            Answered = new TaskCompletionSource();
            Answered.SetResult();
        }

        public List<ReceivedSpan> Spans { get; } = [];

        public List<Metric> Metrics { get; } = [];

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Answered { get; set; }

        public IReadOnlyList<T> Read<T>(List<T> list)
        {
            lock (_gate)
            {
                return [.. list];
            }
        }

        public Task<IReadOnlyList<ReceivedSpan>> WhenSpans(Func<IReadOnlyList<ReceivedSpan>, bool> isEnough)
        {
            TaskCompletionSource<IReadOnlyList<ReceivedSpan>> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
            {
                _waits.Add((isEnough, source));
                Complete();
            }

            return source.Task;
        }

        public void Add(ExportTraceServiceRequest request)
        {
            lock (_gate)
            {
                Spans.AddRange(request.ResourceSpans.SelectMany(resource => resource.ScopeSpans.SelectMany(
                    scope => scope.Spans.Select(span => new ReceivedSpan(span, scope.Scope.Name, ReceivedSpan.ToValues(resource.Resource.Attributes))))));
                Complete();
            }

            Reached.TrySetResult();
        }

        public void Add(ExportMetricsServiceRequest request)
        {
            lock (_gate)
            {
                Metrics.AddRange(request.ResourceMetrics.SelectMany(resource => resource.ScopeMetrics.SelectMany(scope => scope.Metrics)));
            }
        }

        private void Complete()
        {
            IReadOnlyList<ReceivedSpan> all = [.. Spans];
            foreach (var wait in _waits.Where(wait => wait.IsEnough(all)))
            {
                wait.Source.TrySetResult(all);
            }
        }
    }

    private sealed class Traces(Store store) : TraceService.TraceServiceBase
    {
        public override async Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
        {
            store.Add(request);
            await store.Answered.Task;
            return new ExportTraceServiceResponse();
        }
    }

    private sealed class Meters(Store store) : MetricsService.MetricsServiceBase
    {
        public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context)
        {
            store.Add(request);
            return Task.FromResult(new ExportMetricsServiceResponse());
        }
    }
}
