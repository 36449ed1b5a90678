using WebhookKit.SqlServer.Emulation.Sessions;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>A statement in PostgreSQL's words.</summary>
/// <param name="Kind">What it was in T-SQL.</param>
/// <param name="Sql">Its text, with <c>$1</c>, <c>$2</c>… for the slots.</param>
/// <param name="Slots">The values it takes.</param>
internal sealed record TranslatedStatement(StatementKind Kind, string Sql, IReadOnlyList<ParameterSlot> Slots)
{
    /// <summary>What takes the locks that PostgreSQL has no hints for. Runs before it, in the same transaction.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];
}
