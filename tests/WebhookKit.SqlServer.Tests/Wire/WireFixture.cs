using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Emulation;
using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.SqlServer.Tests.Wire;

/// <summary>
/// A store behind a port where things go wrong, and the same store behind one where they do not, which says what is really there.
/// The server is the emulated one.
/// </summary>
internal abstract class WireFixture : StoreFixture
{
    private readonly TestDatabase _database = new(EmulatedDatabases.Instance);
    private EmulatedSqlServer? _port;
    private IWebhookStore? _faulted;

    /// <summary>The port where things go wrong.</summary>
    protected EmulatedSqlServer Port => _port ?? throw new InvalidOperationException("The port is open only while a test runs.");

    /// <summary>The store behind it.</summary>
    protected IWebhookStore Faulted => _faulted ?? throw new InvalidOperationException("The store exists only while a test runs.");

    /// <summary>After how many seconds without an answer the driver gives a command up.</summary>
    protected virtual int CommandTimeout => WireFault.CommandTimeout;

    /// <summary>Where a host connects to the port. A login that failed must not be remembered for the next one.</summary>
    protected string FaultedConnectionString =>
        $"{Port.ConnectionString(new SqlConnectionStringBuilder(_database.ConnectionString).InitialCatalog)};Pool Blocking Period=NeverBlock;Connect Retry Count=0;Connect Timeout={2 * CommandTimeout};Command Timeout={CommandTimeout}";

    protected override async ValueTask<IWebhookStore> CreateStoreAsync()
    {
        var store = await _database.CreateAsync();
        _port = EmulatedServer.Server.OpenAnotherPort();
        _faulted = _database.Open(options => options.ConnectionString = FaultedConnectionString);
        return store;
    }

    protected override async ValueTask DestroyStoreAsync()
    {
        await using (var last = new SqlConnection(FaultedConnectionString))
        {
            SqlConnection.ClearPool(last);
        }

        await _database.RemoveAsync();
        await Port.DisposeAsync();
    }

    /// <summary>Whether it commits, through the driver or as a statement by itself.</summary>
    protected static bool IsCommit(SqlRequest request) =>
        request.Kind == SqlRequestKind.Commit || (request.HasStatements && request.Text.EndsWith("ON; COMMIT TRANSACTION;", StringComparison.Ordinal));

    /// <summary>Does something that may fail, and then only in a way that says that trying again may help.</summary>
    /// <returns>Whether it succeeded.</returns>
    protected static async Task<bool> TryAsync<T>(Func<ValueTask<T>> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (WebhookStoreException exception)
        {
            Assert.That(exception.IsTransient, Is.True, exception.Message);
            return false;
        }
    }
}
