using System.Data.Common;
using Dapper;
using Microsoft.Data.SqlClient;

namespace WebhookKit.SqlServer.Connections;

/// <summary>An open connection, with the transaction that is open on it.</summary>
/// <param name="connection">The connection.</param>
/// <param name="transaction">The transaction; null where there is none, or where it is that of an ambient scope.</param>
internal sealed class SqlSession(SqlConnection connection, SqlTransaction? transaction)
{
    /// <summary>Whether an error has left the transaction as it was: one that the server has ended has no connection any more.</summary>
    public bool GoesOn => transaction is null || transaction.Connection is not null;

    public Task<int> ExecuteAsync(string sql, SqlValues? values, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(sql, values, cancellationToken));

    /// <summary>The one value that a command answers.</summary>
    public Task<int> ReadNumberAsync(string sql, SqlValues? values, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<int>(Command(sql, values, cancellationToken));

    public async Task<List<T>> QueryAsync<T>(string sql, SqlValues values, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<T>(Command(sql, values, cancellationToken)).ConfigureAwait(false)).AsList();

    public Task<SqlMapper.GridReader> QueryMultipleAsync(string sql, SqlValues values, CancellationToken cancellationToken) =>
        connection.QueryMultipleAsync(Command(sql, values, cancellationToken));

    public Task<DbDataReader> ReadAsync(string sql, SqlValues values, CancellationToken cancellationToken) =>
        connection.ExecuteReaderAsync(Command(sql, values, cancellationToken));

    private CommandDefinition Command(string sql, SqlValues? values, CancellationToken cancellationToken) =>
        new(sql, values, transaction, cancellationToken: cancellationToken);
}
