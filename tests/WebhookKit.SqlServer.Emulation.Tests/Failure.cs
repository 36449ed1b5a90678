using Microsoft.Data.SqlClient;

namespace WebhookKit.SqlServer.Emulation.Tests;

/// <summary>What a client sees when something fails.</summary>
internal static class Failure
{
    public static async Task<SqlException> OfAsync(Func<Task> action) => (await Assert.ThrowsAsync<SqlException>(() => action()))!;
}
