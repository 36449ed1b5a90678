using Npgsql;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

/// <summary>
/// What the emulation of SQL Server has made, from the PostgreSQL below it. It leaves out what means nothing there, such as
/// ALLOW_PAGE_LOCKS: that is compared as text, by <see cref="SqlServerScriptTests"/>.
/// </summary>
internal static class EmulatedCatalogue
{
    /// <param name="database">The database's name, which is the same below.</param>
    public static async Task<IReadOnlyList<string>> ReadAsync(string database)
    {
        var below = new NpgsqlConnectionStringBuilder(TestServer.Cluster.ConnectionString) { Database = database, Pooling = false };
        await using var connection = new NpgsqlConnection(below.ConnectionString);
        await connection.OpenAsync();
        return await PostgreSqlCatalogue.ReadAsync(connection);
    }
}
