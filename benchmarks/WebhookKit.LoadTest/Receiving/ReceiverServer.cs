using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace WebhookKit.LoadTest.Receiving;

/// <summary>
/// The receiver's own process: the cheapest Kestrel there is, on a free port of the loopback address. It prints its URL and
/// runs until its standard input ends, which it does when the parent dies too.
/// </summary>
internal static class ReceiverServer
{
    public const string Verb = "__receiver";

    /// <summary>Answered at once.</summary>
    public const string HookPath = "/hook/";

    /// <summary>Never answered.</summary>
    public const string HangPath = "/hang/";

    public const string CountPath = "/count";
    public const string TakePath = "/take";
    private const string EventHeader = "webhook-id";

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        var log = new ArrivalLog();
        server.Run(context => HandleAsync(context, log));
        await server.StartAsync();
        Console.WriteLine(server.Urls.Single());

        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static Task HandleAsync(HttpContext context, ArrivalLog log)
    {
        var arrived = Stopwatch.GetTimestamp();
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith(HookPath, StringComparison.Ordinal))
        {
            Note(context, log, arrived, path.AsSpan(HookPath.Length));
            return AcceptAsync(context);
        }

        if (path.StartsWith(HangPath, StringComparison.Ordinal))
        {
            // Not noted: it arrives several times, by design.
            return HangAsync(context);
        }

        return path switch
        {
            CountPath => context.Response.WriteAsync(log.Count.ToString(CultureInfo.InvariantCulture)),
            TakePath => context.Response.Body.WriteAsync(log.Take()).AsTask(),
            _ => NotFound(context),
        };
    }

    private static void Note(HttpContext context, ArrivalLog log, long arrived, ReadOnlySpan<char> endpoint)
    {
        // Requests of the bare loop carry no event.
        if (EventId.TryParse(context.Request.Headers[EventHeader], null, out var id))
        {
            log.Add(new Arrival(id.Value, arrived, long.Parse(endpoint, CultureInfo.InvariantCulture)));
        }
    }

    private static async Task AcceptAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        var body = context.Request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync();
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static async Task HangAsync(HttpContext context) =>
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
