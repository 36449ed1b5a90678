using System.Globalization;
using System.Text;
using WebhookKit.Relational.Schema;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Schema;

internal sealed class SqliteSchema(SqliteDatabase database, SqliteReaders readers, SqliteWriter writer) : IStoreSchema
{
    private readonly ScriptCatalog _scripts = new(typeof(SqliteSchema).Assembly);

    private readonly string _exists = $"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '{database.Tables.Schema}'";

    private readonly string _version = $"SELECT MAX(version) FROM {database.Tables.Schema}";

    public ValueTask<SchemaState> CheckAsync(CancellationToken cancellationToken = default) =>
        readers.ReadAsync(
            session => new SchemaState { Found = FindVersion(session), Needed = _scripts.Newest },
            cancellationToken);

    public async ValueTask ApplyAsync(CancellationToken cancellationToken = default)
    {
        // One state is checked without the lock, so that instances that start beside a busy one need not wait for it.
        var state = await CheckAsync(cancellationToken).ConfigureAwait(false);
        if (state.Found < state.Needed)
        {
            await writer.WriteAsync(Upgrade, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            RefuseNewer(state.Found);
        }
    }

    public string GetScript(int fromVersion = 0)
    {
        var script = new StringBuilder();
        script.AppendLine("-- Written for SQLite 3.42 or newer. The store puts the file into WAL mode when it opens it.");
        script.AppendLine("BEGIN IMMEDIATE;");
        foreach (var step in _scripts.After(fromVersion))
        {
            script.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"-- {step.Version}: {step.Title}").AppendLine(TextOf(step));
        }

        return script.AppendLine().AppendLine("COMMIT;").ToString();
    }

    /// <summary>Inside a transaction that holds the lock: whoever waited for it finds the work done.</summary>
    private int Upgrade(SqliteSession session)
    {
        var found = FindVersion(session);
        RefuseNewer(found);
        foreach (var step in _scripts.After(found))
        {
            using var command = session.Connection.CreateCommand();
            command.CommandText = TextOf(step);
            command.ExecuteNonQuery();
        }

        return _scripts.Newest;
    }

    private void RefuseNewer(int found)
    {
        if (found > _scripts.Newest)
        {
            throw new WebhookStoreException(
                $"The webhook tables in '{database.Path}' have version {found}; this library knows up to {_scripts.Newest}. "
                + "Deploy the newer version of WebhookKit.Sqlite that made them, or restore a backup from before.",
                isTransient: false);
        }
    }

    private int FindVersion(SqliteSession session) =>
        session.QueryNumber(_exists) == 0 ? 0 : (int)session.QueryNumber(_version);

    private string TextOf(SchemaScript step) => step.Text.Replace("{prefix}", database.Tables.Prefix, StringComparison.Ordinal).TrimEnd();
}
