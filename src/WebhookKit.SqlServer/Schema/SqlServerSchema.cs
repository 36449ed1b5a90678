using System.Globalization;
using System.Text;
using WebhookKit.Relational.Schema;
using WebhookKit.SqlServer.Connections;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Schema;

internal sealed class SqlServerSchema(SqlServerDatabase database) : IStoreSchema
{
    private const int NameSize = 128;

    private readonly ScriptCatalog _scripts = new(typeof(SqlServerSchema).Assembly);
    private readonly SchemaSql _sql = new(database.Tables);

    public ValueTask<SchemaState> CheckAsync(CancellationToken cancellationToken = default) =>
        database.RunAsync(
            async (session, token) => new SchemaState
            {
                Found = await FindVersionAsync(session, token).ConfigureAwait(false),
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
        script.AppendLine("-- Written for SQL Server 2016 SP1 or newer, and for Azure SQL Database. Run it with sqlcmd -b, or in a query window.");

        // Filtered indexes need these, and sqlcmd starts without the second. They hold from the next batch on.
        script.AppendLine("SET ANSI_NULLS ON;").AppendLine("SET QUOTED_IDENTIFIER ON;").AppendLine("GO").AppendLine();

        // One batch: after an error nothing more of it runs, and XACT_ABORT takes back what did.
        script.AppendLine("SET NOCOUNT ON;").AppendLine("SET XACT_ABORT ON;").AppendLine("BEGIN TRANSACTION;");
        if (fromVersion == 0)
        {
            script.AppendLine().AppendLine(
                CultureInfo.InvariantCulture,
                $"IF SCHEMA_ID(N'{database.Tables.SchemaName}') IS NULL EXEC (N'{_sql.CreateSchema}');");
        }

        foreach (var step in _scripts.After(fromVersion))
        {
            script.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"-- {step.Version}: {step.Title}").AppendLine(TextOf(step));
        }

        return script.AppendLine().AppendLine("COMMIT TRANSACTION;").AppendLine("GO").ToString();
    }

    /// <summary>Behind a lock that ends with the transaction: whoever waited for it finds the work done.</summary>
    private async Task<int> UpgradeAsync(SqlSession session, CancellationToken cancellationToken)
    {
        await LockAsync(session, cancellationToken).ConfigureAwait(false);
        var found = await FindVersionAsync(session, cancellationToken).ConfigureAwait(false);
        RefuseNewer(found);
        if (found == 0 && await session.ReadNumberAsync(_sql.HasSchema, Named(), cancellationToken).ConfigureAwait(false) == 0)
        {
            // Looked for first: a user who may not create schemas may use one that an administrator made.
            await session.ExecuteAsync(_sql.CreateSchema, null, cancellationToken).ConfigureAwait(false);
        }

        foreach (var step in _scripts.After(found))
        {
            await session.ExecuteAsync(TextOf(step), null, cancellationToken).ConfigureAwait(false);
        }

        return _scripts.Newest;
    }

    private async Task LockAsync(SqlSession session, CancellationToken cancellationToken)
    {
        var name = new SqlValues().Text("@name", "WebhookKit " + database.Tables.Schema, size: 255);
        var result = await session.ReadNumberAsync(_sql.Lock, name, cancellationToken).ConfigureAwait(false);
        if (result < 0)
        {
            throw new WebhookStoreException(
                $"Another process has been changing the webhook tables in schema '{database.Tables.SchemaName}' of database '{database.Name}' for "
                + $"a minute (sp_getapplock answered {result}). Wait for it, or end it.",
                isTransient: true);
        }
    }

    private void RefuseNewer(int found)
    {
        if (found > _scripts.Newest)
        {
            throw new WebhookStoreException(
                $"The webhook tables in schema '{database.Tables.SchemaName}' of database '{database.Name}' have version {found}; this library "
                + $"knows up to {_scripts.Newest}. Deploy the newer version of WebhookKit.SqlServer that made them, or restore a "
                + "backup from before.",
                isTransient: false);
        }
    }

    private async Task<int> FindVersionAsync(SqlSession session, CancellationToken cancellationToken) =>
        await session.ReadNumberAsync(_sql.HasVersions, Named(), cancellationToken).ConfigureAwait(false) == 0
            ? 0
            : await session.ReadNumberAsync(_sql.FindVersion, null, cancellationToken).ConfigureAwait(false);

    private SqlValues Named() => new SqlValues().Text("@schema", database.Tables.SchemaName, NameSize);

    private string TextOf(SchemaScript step) => step.Text.Replace("{schema}", database.Tables.Schema, StringComparison.Ordinal).TrimEnd();
}
