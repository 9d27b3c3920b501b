using System.Text.Json;
using Emulator.Api.Grpc;
using Emulator.Api.OpenAi;
using Emulator.Configuration.Behaviour;
using Google.Rpc;
using Grpc.Core;
using Inference.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tests.Unit.Api;

public class UnexpectedErrorTests
{
    [Fact]
    public async Task Over_gRPC_it_is_internal_with_the_details_of_every_error()
    {
        UnexpectedGrpcErrors guard = new(NullLogger<UnexpectedGrpcErrors>.Instance);

        RpcException error = await Assert.ThrowsAsync<RpcException>(() =>
            guard.UnaryServerHandler<ListModelsRequest, ListModelsResponse>(new ListModelsRequest(), new NobodysCall(), (_, _) => throw new InvalidDataException("a bug")));

        Assert.Equal(StatusCode.Internal, error.StatusCode);
        Assert.Equal("failed", error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Metadata["outcome"]);
        Assert.DoesNotContain("a bug", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_that_was_meant_passes_as_it_is()
    {
        UnexpectedGrpcErrors guard = new(NullLogger<UnexpectedGrpcErrors>.Instance);
        RpcException meant = new(new Grpc.Core.Status(StatusCode.NotFound, "no such model"));

        Assert.Same(meant, await Assert.ThrowsAsync<RpcException>(() =>
            guard.UnaryServerHandler<ListModelsRequest, ListModelsResponse>(new ListModelsRequest(), new NobodysCall(), (_, _) => throw meant)));
    }

    [Fact]
    public async Task Over_HTTP_it_is_a_500_with_the_error_object()
    {
        DefaultHttpContext context = new() { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        using MemoryStream body = new();
        context.Response.Body = body;

        await new UnexpectedHttpErrors(ServerBehaviour.Of(BehaveAs.Vllm)).GuardAsync(context, _ => throw new InvalidDataException("a bug"));

        Assert.Equal(500, context.Response.StatusCode);
        using JsonDocument json = JsonDocument.Parse(body.ToArray());
        Assert.Equal("InternalServerError", json.RootElement.GetProperty("error").GetProperty("type").GetString());
    }

    /// <summary>A call from nowhere: the guard asks only for its method and its cancellation.</summary>
    private sealed class NobodysCall : ServerCallContext
    {
        protected override string MethodCore => "/inference.v1.InferenceService/ListModels";

        protected override string HostCore => string.Empty;

        protected override string PeerCore => string.Empty;

        protected override DateTime DeadlineCore => DateTime.MaxValue;

        protected override Metadata RequestHeadersCore => [];

        protected override CancellationToken CancellationTokenCore => CancellationToken.None;

        protected override Metadata ResponseTrailersCore => [];

        protected override Grpc.Core.Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore => new(null, []);

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }
}
