namespace WebhookKit.SqlServer.Static.Tests.Schema;

/// <summary>A column of a table, a row type or a query.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Type">Null where a query does not tell.</param>
/// <param name="MustBeGiven">Whether an INSERT has to name it: it is NOT NULL, without a default.</param>
/// <param name="IsNullable">Whether it may be NULL.</param>
internal sealed record Column(string Name, SqlType? Type, bool MustBeGiven, bool IsNullable);
