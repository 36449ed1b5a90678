using System.Data.Common;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

internal static class Catalogue
{
    /// <summary>The first column of every row.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(DbConnection connection, string query)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
