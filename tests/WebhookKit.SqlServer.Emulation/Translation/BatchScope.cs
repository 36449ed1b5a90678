using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>What is declared in a batch so far. T-SQL declares for the whole batch, whatever block the declaration is in.</summary>
internal sealed class BatchScope
{
    public Dictionary<string, SqlType> Variables { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, TableShape> Tables { get; } = new(StringComparer.Ordinal);
}
