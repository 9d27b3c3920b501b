using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks.Throughput;

/// <summary>
/// The yardstick: an endpoint of Kestrel's with nothing behind it. It reads a body, and writes an answer that the emulator once gave, with a flush for each
/// token, either a timer's tick apart or as fast as it can.
/// </summary>
internal static class BareServer
{
    /// <summary>Serves until it is killed.</summary>
    /// <param name="recording">The file with the answer.</param>
    /// <param name="milliseconds">Between tokens; 0 = none.</param>
    public static async Task RunAsync(string recording, int milliseconds)
    {
        byte[][] writes = Recording.Read(recording);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRoutingCore();
        WebApplication app = builder.Build();
        app.MapPost("/v1/chat/completions", context => AnswerAsync(context, writes, milliseconds));
        await app.StartAsync();
        Console.WriteLine($"http {app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}");
        await Task.Delay(Timeout.Infinite);
    }

    private static async Task AnswerAsync(HttpContext context, byte[][] writes, int milliseconds)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        using PeriodicTimer? timer = milliseconds > 0 ? new PeriodicTimer(TimeSpan.FromMilliseconds(milliseconds)) : null;
        foreach (byte[] write in writes)
        {
            if (timer is not null)
            {
                await timer.WaitForNextTickAsync();
            }

            context.Response.BodyWriter.Write(write);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }
}
