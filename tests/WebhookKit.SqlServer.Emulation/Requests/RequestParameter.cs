using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Requests;

/// <summary>A parameter of a request.</summary>
public sealed class RequestParameter
{
    /// <summary>The name with its <c>@</c>; empty for one that is told by its place.</summary>
    public required string Name { get; init; }

    /// <summary>The type; <see langword="null"/> for a table.</summary>
    public SqlType? Type { get; init; }

    /// <summary>The value, <see langword="null"/> for NULL, or a <see cref="TableValue"/>.</summary>
    public object? Value { get; init; }

    /// <summary>Whether the client wants the value back.</summary>
    public bool IsOutput { get; init; }
}
