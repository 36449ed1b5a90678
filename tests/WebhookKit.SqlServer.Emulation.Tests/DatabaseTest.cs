using Dapper;
using Microsoft.Data.SqlClient;

namespace WebhookKit.SqlServer.Emulation.Tests;

/// <summary>A test with a database on the emulated server.</summary>
internal abstract class DatabaseTest
{
    protected string ConnectionString { get; private set; } = null!;

    protected SqlConnection Connection { get; private set; } = null!;

    [SetUp]
    public async Task ConnectAsync()
    {
        ConnectionString = await (SharedDatabase ?? TestServer.CreateDatabaseAsync());
        Connection = await OpenAsync();
    }

    [TearDown]
    public async Task DisconnectAsync()
    {
        await Connection.DisposeAsync();
        if (SharedDatabase is null)
        {
            await using var last = new SqlConnection(ConnectionString);
            SqlConnection.ClearPool(last);
        }
    }

    /// <summary>A database that tests share which leave nothing behind; <see langword="null"/> for one of the test's own.</summary>
    protected virtual Task<string>? SharedDatabase => null;

    protected Task<SqlConnection> OpenAsync() => TestServer.OpenAsync(ConnectionString);

    protected Task<int> ExecuteAsync(string sql, object? parameters = null) => Connection.ExecuteAsync(sql, parameters);

    protected async Task<T> ScalarAsync<T>(string sql, object? parameters = null) => (await Connection.ExecuteScalarAsync<T>(sql, parameters))!;

    protected async Task<T[]> ColumnAsync<T>(string sql, object? parameters = null) => [.. await Connection.QueryAsync<T>(sql, parameters)];

    protected Task<SqlException> RefusedAsync(string sql, object? parameters = null) => Failure.OfAsync(() => Connection.ExecuteAsync(sql, parameters));
}
