namespace WebhookKit.SqlServer.Schema;

/// <summary>The statements about the schema itself.</summary>
internal sealed class SchemaSql(SqlServerTables tables)
{
    /// <summary>Ends with the transaction. Parameter: <c>@name</c>. Answers a negative number where the lock was not given.</summary>
    public string Lock { get; } = """
        DECLARE @result int;
        EXEC @result = sp_getapplock @Resource = @name, @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = 60000;
        SELECT @result;
        """;

    /// <summary>Parameter: <c>@schema</c>.</summary>
    public string HasVersions { get; } = "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = @schema AND TABLE_NAME = N'versions';";

    /// <summary>Parameter: <c>@schema</c>.</summary>
    public string HasSchema { get; } = "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = @schema;";

    public string CreateSchema { get; } = $"CREATE SCHEMA {tables.Schema};";

    public string FindVersion { get; } = $"SELECT MAX(version) FROM {tables.Versions};";
}
