namespace Emulator.Api.Grpc;

/// <summary>One gRPC service on a port.</summary>
/// <param name="Register">Adds it.</param>
/// <param name="Map">Maps it.</param>
internal sealed record GrpcService(Action<IServiceCollection> Register, Action<WebApplication> Map)
{
    /// <summary>The service that <paramref name="door"/> answers.</summary>
    public static GrpcService Of<TDoor>(TDoor door)
        where TDoor : class => new(services => services.AddSingleton(door), app => app.MapGrpcService<TDoor>());
}
