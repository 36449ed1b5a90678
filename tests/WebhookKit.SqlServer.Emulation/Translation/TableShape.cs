using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>The columns of a table type or of a table variable.</summary>
/// <param name="Columns">Names, types and whether NULL is allowed, in order.</param>
internal sealed record TableShape(IReadOnlyList<(string Name, SqlType Type, bool IsNullable)> Columns)
{
    /// <summary>The columns of the primary key, by their places; empty without one.</summary>
    public IReadOnlyList<int> Key { get; init; } = [];

    /// <summary>The temporary table of a table variable; <see langword="null"/> for a table-valued parameter.</summary>
    public string? TemporaryTable { get; init; }
}
