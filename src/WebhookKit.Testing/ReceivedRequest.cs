using System.Text;

namespace WebhookKit.Testing;

/// <summary>A request as it came over the wire.</summary>
public sealed class ReceivedRequest
{
    /// <summary>The place in the order of arrival, from 1, over all paths of the receiver.</summary>
    public required int Number { get; init; }

    /// <summary>When the whole request had arrived, by the receiver's clock, in UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The path, unescaped and without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The query with its question mark, as sent; empty where there is none.</summary>
    public required string Query { get; init; }

    /// <summary>The headers by name, in any case; several values of one name are joined with a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The exact bytes of the body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body read as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The <c>webhook-id</c> header: the same on every attempt of an event; null where it is missing.</summary>
    public string? WebhookId => Headers.GetValueOrDefault("webhook-id");
}
