using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;
using WebhookKit.SqlServer.DependencyInjection;
using WebhookKit.SqlServer.Emulation;
using WebhookKit.TestServers;

namespace WebhookKit.SqlServer.Static.Tests.Capturing;

/// <summary>What a store sends, taken from the wire once for all tests: none of it is kept by hand.</summary>
internal sealed class Captured
{
    /// <summary>The schema of the captured texts. Capitals, because a name with them is lost wherever quotes are missing.</summary>
    public const string SchemaName = "Hooks";

    /// <summary>What is not under a name of the assembly: the script of the schema.</summary>
    public const string Unnamed = "";

    /// <summary>The names of what defines objects, which no procedure may hold.</summary>
    public static readonly IReadOnlyCollection<string> Definitions = [Unnamed, "SchemaSql.CreateSchema"];

    private Captured(string script, IReadOnlyList<Statement> statements) => (Script, Statements) = (script, statements);

    /// <summary>The script that makes the schema, as an administrator gets it.</summary>
    public string Script { get; }

    /// <summary>Every distinct text that was sent, in the order of its name.</summary>
    public IReadOnlyList<Statement> Statements { get; }

    public static IReadOnlyDictionary<string, string> KnownTexts { get; } = Capturing.KnownTexts.Of(new SqlServerTables(SchemaName));

    /// <summary>Runs the tour over an emulated server.</summary>
    /// <exception cref="ServerMissingException">PostgreSQL, which the emulation needs, is not installed.</exception>
    public static async Task<Captured> CaptureAsync()
    {
        await using var cluster = await PostgreSqlCluster.StartAsync(new Dictionary<string, string> { ["fsync"] = "off" });
        await using var server = await EmulatedSqlServer.StartAsync(cluster.ConnectionString);
        await server.CreateDatabaseAsync("tour");
        var options = new SqlServerStoreOptions { ConnectionString = server.ConnectionString("tour"), Schema = SchemaName };
        var store = new SqlServerStore(Options.Create(options));
        await new StoreTour(store, options.ConnectionString).RunAsync();
        SqlConnection.ClearAllPools();

        var statements = server.Requests.Statements
            .Select(sent => new Statement(KnownTexts.GetValueOrDefault(sent.Text, Unnamed), sent.Text, sent.Declaration))
            .OrderBy(statement => statement.Name, StringComparer.Ordinal)
            .ThenBy(statement => statement.Declaration, StringComparer.Ordinal);
        return new Captured(store.Schema.GetScript(), [.. statements]);
    }
}
