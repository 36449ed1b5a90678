namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>Where the value of a PostgreSQL parameter comes from when the statement runs.</summary>
/// <param name="Source">Which kind of place.</param>
/// <param name="Name">The variable, with its <c>@</c>.</param>
/// <param name="Column">The column of a table-valued parameter.</param>
internal readonly record struct ParameterSlot(SlotSource Source, string Name = "", int Column = 0);
