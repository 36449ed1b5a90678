using System.Globalization;
using System.Text;
using Dapper;
using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.Schema;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Schema;

internal sealed class PostgreSqlSchema(PostgreSqlDatabase database) : IStoreSchema
{
    private const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended(@name, 0))";

    // They read the catalog's tables, because that alone makes a session see what others have created while it waited for the
    // lock: the functions by themselves answer from what the session remembers.
    private const string TableExists = "SELECT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = to_regclass(@name))";
    private const string SchemaExists = "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE oid = to_regnamespace(@name))";

    private readonly ScriptCatalog _scripts = new(typeof(PostgreSqlSchema).Assembly);

    private readonly string _version = $"SELECT MAX(version) FROM {database.Tables.Versions}";

    public ValueTask<SchemaState> CheckAsync(CancellationToken cancellationToken = default) =>
        database.RunAsync(
            async (connection, _) => new SchemaState
            {
                Found = await FindVersionAsync(connection).ConfigureAwait(false),
                Needed = _scripts.Newest,
            },
            cancellationToken);

    public async ValueTask ApplyAsync(CancellationToken cancellationToken = default)
    {
        // One state is checked without the lock, so that instances that start beside a busy one need not wait for it.
        var state = await CheckAsync(cancellationToken).ConfigureAwait(false);
        if (state.Found < state.Needed)
        {
            await database.TransactAsync(UpgradeAsync, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            RefuseNewer(state.Found);
        }
    }

    public string GetScript(int fromVersion = 0)
    {
        var script = new StringBuilder();
        script.AppendLine("-- Written for PostgreSQL 13 or newer.");
        script.AppendLine("BEGIN;");
        if (fromVersion == 0)
        {
            script.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"CREATE SCHEMA IF NOT EXISTS {database.Tables.Schema};");
        }

        foreach (var step in _scripts.After(fromVersion))
        {
            script.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"-- {step.Version}: {step.Title}").AppendLine(TextOf(step));
        }

        return script.AppendLine().AppendLine("COMMIT;").ToString();
    }

    /// <summary>Behind a lock that ends with the transaction: whoever waited for it finds the work done.</summary>
    private async Task<int> UpgradeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(Lock, new { name = "WebhookKit " + database.Tables.Schema }).ConfigureAwait(false);
        var found = await FindVersionAsync(connection).ConfigureAwait(false);
        RefuseNewer(found);
        if (found == 0)
        {
            await CreateSchemaAsync(connection).ConfigureAwait(false);
        }

        foreach (var step in _scripts.After(found))
        {
            await connection.ExecuteAsync(new CommandDefinition(TextOf(step), cancellationToken: cancellationToken)).ConfigureAwait(false);
        }

        return _scripts.Newest;
    }

    /// <summary>Looked for first: a role that may not create schemas may use one that an administrator made for it.</summary>
    private async Task CreateSchemaAsync(NpgsqlConnection connection)
    {
        var exists = await connection
            .ExecuteScalarAsync<bool>(SchemaExists, new { name = database.Tables.Schema })
            .ConfigureAwait(false);
        if (!exists)
        {
            await connection.ExecuteAsync($"CREATE SCHEMA {database.Tables.Schema}").ConfigureAwait(false);
        }
    }

    private void RefuseNewer(int found)
    {
        if (found > _scripts.Newest)
        {
            throw new WebhookStoreException(
                $"The webhook tables in schema {database.Tables.Schema} of database '{database.Name}' have version {found}; this library "
                + $"knows up to {_scripts.Newest}. Deploy the newer version of WebhookKit.PostgreSql that made them, or restore a "
                + "backup from before.",
                isTransient: false);
        }
    }

    private async Task<int> FindVersionAsync(NpgsqlConnection connection)
    {
        var exists = await connection
            .ExecuteScalarAsync<bool>(TableExists, new { name = database.Tables.Versions })
            .ConfigureAwait(false);
        return exists ? await connection.ExecuteScalarAsync<int>(_version).ConfigureAwait(false) : 0;
    }

    private string TextOf(SchemaScript step) => step.Text.Replace("{schema}", database.Tables.Schema, StringComparison.Ordinal).TrimEnd();
}
