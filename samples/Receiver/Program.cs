using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Receiver;
using WebhookKit.Signing;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(ReceiverSettings.Help);
    return 0;
}

ReceiverSettings settings;
try
{
    settings = ReceiverSettings.Parse(args);
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message} See --help.");
    return 2;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls($"http://127.0.0.1:{settings.Port}");
await using var app = builder.Build();

var verifier = settings.Secrets.Count > 0 ? new WebhookVerifier(settings.Secrets, TimeProvider.System) : null;
var requests = 0;
var timesSeen = new ConcurrentDictionary<string, int>();

app.MapPost("/{**path}", async (HttpRequest request, CancellationToken cancellationToken) =>
{
    var number = Interlocked.Increment(ref requests);

    // The signature covers the exact bytes: read them before anything parses them.
    using var buffer = new MemoryStream();
    await request.Body.CopyToAsync(buffer, cancellationToken);
    var body = buffer.ToArray();

    var id = request.Headers["webhook-id"] is [{ Length: > 0 } given] ? given : "(no webhook-id)";
    var type = request.Headers["webhook-event-type"] is [{ Length: > 0 } named] ? named : "-";
    var verdict = VerdictOn(request, body);
    var times = timesSeen.AddOrUpdate(id, 1, (_, seen) => seen + 1);
    await Task.Delay(settings.Delay, cancellationToken);

    var status = number <= settings.FailFirst ? 500 : settings.Status;
    Console.WriteLine($"{DateTime.Now:HH:mm:ss.fff}  {verdict}  {Shown(type)}  {id}{(times > 1 ? $" (time {times})" : "")}  -> {status}  {Excerpt(body)}");

    if (status is < 200 or > 299 && settings.RetryAfterSeconds is { } seconds)
    {
        request.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
    }

    return Results.StatusCode(status);
});

try
{
    await app.StartAsync();
}
catch (IOException exception)
{
    Console.Error.WriteLine($"{exception.Message} Choose another one with --port.");
    return 1;
}

Console.WriteLine($"Listening on {app.Urls.Single()}. Ctrl+C stops.");
await app.WaitForShutdownAsync();
return 0;

string VerdictOn(HttpRequest request, byte[] body)
{
    var result = verifier?.Verify(
        request.Headers["webhook-id"], request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], body);
    return result switch
    {
        VerificationResult.Valid => "verified",
        null => "NOT verified (no --secret)",
        _ => $"NOT verified ({result})",
    };
}

// A terminal obeys control characters, and the body is a stranger's.
static string Excerpt(byte[] body) =>
    Shown(Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 120)))) + (body.Length > 120 ? " ..." : "");

static string Shown(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
