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

    /// <summary>Followed by the milliseconds until the answer, a slash and the number of the endpoint.</summary>
    public const string HookPath = "/hook/";

    /// <summary>The same, but not noted: what has trouble arrives several times, by design. A delay of -1 is for ever.</summary>
    public const string TroublePath = "/trouble/";

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
            var (delay, endpoint) = Parse(path.AsSpan(HookPath.Length));
            Note(context, log, arrived, endpoint);
            return delay == 0 ? AcceptAsync(context) : AcceptLateAsync(context, delay);
        }

        if (path.StartsWith(TroublePath, StringComparison.Ordinal))
        {
            return AcceptLateAsync(context, Parse(path.AsSpan(TroublePath.Length)).Delay);
        }

        return path switch
        {
            CountPath => context.Response.WriteAsync(log.Count.ToString(CultureInfo.InvariantCulture)),
            TakePath => context.Response.Body.WriteAsync(log.Take()).AsTask(),
            _ => NotFound(context),
        };
    }

    private static (int Delay, int Endpoint) Parse(ReadOnlySpan<char> path)
    {
        var slash = path.IndexOf('/');
        return (int.Parse(path[..slash], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), int.Parse(path[(slash + 1)..], CultureInfo.InvariantCulture));
    }

    private static void Note(HttpContext context, ArrivalLog log, long arrived, int endpoint)
    {
        // Requests of the bare loop carry no event.
        if (EventId.TryParse(context.Request.Headers[EventHeader], null, out var id))
        {
            log.Add(new Arrival(id.Value, arrived, endpoint));
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

    private static async Task AcceptLateAsync(HttpContext context, int milliseconds)
    {
        await Task.Delay(milliseconds, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!context.RequestAborted.IsCancellationRequested)
        {
            await AcceptAsync(context);
        }
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
