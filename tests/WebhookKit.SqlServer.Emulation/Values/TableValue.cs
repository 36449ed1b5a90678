namespace WebhookKit.SqlServer.Emulation.Values;

/// <summary>The rows of a table-valued parameter.</summary>
/// <param name="TypeName">The table type, as <c>schema.name</c>.</param>
/// <param name="Columns">The types of the columns as the client declared them.</param>
/// <param name="Rows">The values, row by row.</param>
public sealed record TableValue(string TypeName, IReadOnlyList<SqlType> Columns, IReadOnlyList<object?[]> Rows);
