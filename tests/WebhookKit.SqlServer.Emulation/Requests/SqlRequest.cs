using System.Data;

namespace WebhookKit.SqlServer.Emulation.Requests;

/// <summary>One request of a client, as it came over the wire.</summary>
public sealed class SqlRequest
{
    /// <summary>What the client asks.</summary>
    public required SqlRequestKind Kind { get; init; }

    /// <summary>The connection it came on: 1, 2, 3… in the order in which clients connected.</summary>
    public required int Connection { get; init; }

    /// <summary>The statements; the name of the procedure or of the savepoint; the database of a login.</summary>
    public required string Text { get; init; }

    /// <summary>The parameters as the client declared them for <c>sp_executesql</c>, such as <c>@id bigint,@at datetime2(3)</c>; empty without any.</summary>
    public string Declaration { get; init; } = "";

    /// <summary>The parameters and their values.</summary>
    public IReadOnlyList<RequestParameter> Parameters { get; init; } = [];

    /// <summary>The isolation level of a <see cref="SqlRequestKind.Begin"/>.</summary>
    public IsolationLevel IsolationLevel { get; init; } = IsolationLevel.Unspecified;

    /// <summary>Whether the text is statements, in a batch or through <c>sp_executesql</c>.</summary>
    public bool HasStatements { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} on connection {Connection}: {Text}";
}
