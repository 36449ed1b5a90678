using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.EntityFrameworkCore.Tests.Migrating;
using WebhookKit.SqlServer.Emulation;
using WebhookKit.SqlServer.Emulation.Faults;
using WebhookKit.SqlServer.Emulation.Requests;

namespace WebhookKit.EntityFrameworkCore.Tests.Shop;

/// <summary>
/// The provider, the driver and the store of SQL Server on an emulation of it. What passes here has not been run on SQL Server.
/// </summary>
public sealed class EmulatedSqlServerShop : ILossyDatabase
{
    private readonly string _name = $"shop_{Guid.CreateVersion7():n}";

    // A port of its own has faults and a log of its own.
    private EmulatedSqlServer? _server;

    /// <summary>
    /// What the connection string says of the application. EF Core gives a name of its own to a string that has none, and a
    /// TransactionScope needs the same string for the context and for the store: another one is another connection.
    /// </summary>
    public string? ApplicationName { get; init; } = "shop";

    /// <summary>Errors that are tried again besides those that EF Core knows: 0 is a connection that is lost.</summary>
    public ICollection<int> ErrorsTriedAgain { get; init; } = [0];

    private EmulatedSqlServer Server => _server ?? throw new InvalidOperationException("There is no database yet.");

    private string ConnectionString => Server.ConnectionString(_name) + (ApplicationName is null ? "" : $";Application Name={ApplicationName}");

    // The translation takes twice the time of PostgreSQL itself.
    public int MixedCases => Environment.GetEnvironmentVariable("WEBHOOKKIT_ALL_CASES") is null ? 2000 : 5000;

    public int CommitsTried => Server.Requests.Latest.Count(request => request.Kind == SqlRequestKind.Commit && IsOfContext(request));

    /// <summary>What came over the wire; the latest thousand.</summary>
    public IEnumerable<string> Texts => Server.Requests.Latest.Where(request => request.HasStatements).Select(request => request.Text);

    public Task CreateAsync()
    {
        _server = TestServer.SqlServer.OpenAnotherPort();
        return _server.CreateDatabaseAsync(_name);
    }

    public void ConfigureStore(IWebhooksBuilder builder) => builder.UseSqlServer(ConnectionString);

    public void ConfigureContext(DbContextOptionsBuilder options) =>
        options.UseSqlServer(ConnectionString, sqlServer => sqlServer.EnableRetryOnFailure(ErrorsTriedAgain));

    public async Task<DbConnection> OpenAsync()
    {
        var connection = new SqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public Task<IReadOnlyList<string>> DescribeAsync(DbConnection connection) => EmulatedCatalogue.ReadAsync(connection.Database);

    public void LoseCommits(int count) => Lose(FaultAction.DropBefore, count);

    public void LoseAnswerToCommit() => Lose(FaultAction.DropAfter, count: 1);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            SqlConnection.ClearAllPools();
            await _server.DisposeAsync();
        }
    }

    private void Lose(FaultAction action, int count)
    {
        Server.Requests.Clear();
        Server.Faults.Add(request => request.Kind == SqlRequestKind.Commit && IsOfContext(request), action, times: count);
    }

    // The store has transactions of its own, on connections of the same pool. Those of the context are the ones that save orders.
    private bool IsOfContext(SqlRequest commit) => Server.Requests.Latest
        .TakeWhile(request => request != commit)
        .Where(request => request.Connection == commit.Connection)
        .Reverse()
        .TakeWhile(request => request.Kind != SqlRequestKind.Begin)
        .Any(request => request.HasStatements && request.Text.Contains("[Orders]", StringComparison.Ordinal));
}
