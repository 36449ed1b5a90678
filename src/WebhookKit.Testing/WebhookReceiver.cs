using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WebhookKit.Testing;

/// <summary>
/// A real HTTP server on a free port of the loopback address, to be the subscriber in a test. It records every request and
/// answers by script.
/// </summary>
/// <remarks>
/// Thread-safe. Answers 200 until told otherwise. Deliveries to it need an egress policy that allows <c>http</c> and
/// loopback. Deadlines are real time.
/// </remarks>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly TimeProvider _timeProvider;
    private readonly ReceiverJournal _journal = new();
    private readonly ConcurrentDictionary<string, ReceiverPath> _paths = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    private WebhookReceiver(WebApplication server, TimeProvider timeProvider)
    {
        _server = server;
        _timeProvider = timeProvider;
        server.Run(HandleAsync);
    }

    /// <summary>Where it listens, without a slash at the end: <c>http://127.0.0.1:port</c>.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The requests so far, in the order of arrival.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _journal.Snapshot();

    /// <summary>Starts a receiver.</summary>
    /// <param name="timeProvider">Stamps the requests; null for the system's clock.</param>
    /// <param name="cancellationToken">Stops starting.</param>
    public static async Task<WebhookReceiver> StartAsync(TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.WebHost.UseUrls("http://127.0.0.1:0");

#pragma warning disable RS0030 // Nobody injects anything here: a test that wants another clock passes it.
        var receiver = new WebhookReceiver(builder.Build(), timeProvider ?? TimeProvider.System);
#pragma warning restore RS0030
        await receiver._server.StartAsync(cancellationToken).ConfigureAwait(false);
        receiver.Url = receiver._server.Urls.Single();
        return receiver;
    }

    /// <summary>The script of a path; the same object for the same path.</summary>
    /// <param name="path">An exact path, beginning with a slash.</param>
    public ReceiverPath At(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path[0] == '/'
            ? _paths.GetOrAdd(path, static (path, url) => new ReceiverPath(url + path), Url)
            : throw new ArgumentException("A path begins with a slash.", nameof(path));
    }

    /// <summary>Waits until that many requests have arrived, over all paths.</summary>
    /// <param name="count">How many, counted from the start of the receiver.</param>
    /// <param name="timeout">The deadline.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The requests so far: at least as many.</returns>
    /// <exception cref="TimeoutException">The deadline passed. Says what has arrived.</exception>
    public Task<IReadOnlyList<ReceivedRequest>> WaitForAsync(int count, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        WaitUntilAsync(requests => requests.Count >= count, timeout, cancellationToken);

    /// <summary>Waits until a condition holds for the requests so far. It is asked again at every arrival.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="timeout">The deadline.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The requests for which it holds.</returns>
    /// <exception cref="TimeoutException">The deadline passed. Says what has arrived.</exception>
    public Task<IReadOnlyList<ReceivedRequest>> WaitUntilAsync(
        Func<IReadOnlyList<ReceivedRequest>, bool> condition, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return _journal.WaitAsync(condition, timeout, cancellationToken);
    }

    /// <summary>Drops what is held and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static async Task AnswerAsync(HttpContext context, ReceiverAnswer answer)
    {
        if (answer.DropsConnection)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.StatusCode;
        if (answer.RetryAfter is { } retryAfter)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        // A status such as 204 takes no body, not even an empty write that would be chunked.
        if (!answer.Body.IsEmpty)
        {
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        var path = At(context.Request.Path.Value is { Length: > 0 } value ? value : "/");
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            var body = await ReadAsync(context.Request, gone.Token).ConfigureAwait(false);
            var turn = path.Take();
            try
            {
                _journal.Add(number => Record(context.Request, number, body));
                await turn.Released.WaitAsync(gone.Token).ConfigureAwait(false);
                await AnswerAsync(context, turn.Answer).ConfigureAwait(false);
            }
            finally
            {
                path.Leave();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The sender went away, or the test is over. What arrived whole is recorded.
            context.Abort();
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        return body.ToArray();
    }

    private ReceivedRequest Record(HttpRequest request, int number, ReadOnlyMemory<byte> body) => new()
    {
        Number = number,
        ReceivedAt = _timeProvider.GetUtcNow(),
        Method = request.Method,
        Path = request.Path.Value ?? "/",
        Query = request.QueryString.Value ?? "",
        Headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        Body = body,
    };
}
