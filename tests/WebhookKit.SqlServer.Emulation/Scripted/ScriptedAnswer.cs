using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Scripted;

/// <summary>What a <see cref="ScriptedSqlServer"/> answers statements with.</summary>
public sealed class ScriptedAnswer
{
    /// <summary>The columns of the rows; none for a statement that answers a count alone.</summary>
    public IReadOnlyList<(string Name, SqlType Type)> Columns { get; init; } = [];

    /// <summary>The rows, with a value or <see langword="null"/> for each column.</summary>
    public IReadOnlyList<object?[]> Rows { get; init; } = [];

    /// <summary>The number of rows changed, where there are no columns.</summary>
    public long Changed { get; init; }
}
