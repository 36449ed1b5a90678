namespace WebhookKit.Testing;

/// <summary>What a <see cref="WebhookReceiver"/> answers to one request. A status code converts to an answer.</summary>
public sealed class ReceiverAnswer
{
    /// <summary>Ends the connection without an answer.</summary>
    public static ReceiverAnswer Drop { get; } = new() { DropsConnection = true };

    /// <summary>The status code.</summary>
    /// <value>200 by default.</value>
    public int StatusCode { get; init; } = 200;

    /// <summary>The <c>Retry-After</c> header, in whole seconds; null to leave it out.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>More headers, for example <c>Location</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body.</summary>
    /// <value>Empty by default.</value>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether the connection is ended instead of answered; everything else is ignored then.</summary>
    public bool DropsConnection { get; init; }

    /// <summary>An answer of that status and nothing else.</summary>
    /// <param name="statusCode">From 200 to 599.</param>
    public static implicit operator ReceiverAnswer(int statusCode) => Status(statusCode);

    /// <summary>An answer of that status and nothing else.</summary>
    /// <param name="statusCode">From 200 to 599.</param>
    public static ReceiverAnswer Status(int statusCode) => new() { StatusCode = statusCode };
}
