namespace WebhookKit.Storage;

/// <summary>Checks, creates and upgrades the tables.</summary>
public interface IStoreSchema
{
    /// <summary>Compares the database with what this version needs.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<SchemaState> CheckAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates or upgrades the tables by numbered scripts, behind a lock, so that several instances may start at once.
    /// Does nothing where the database is up to date.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="WebhookStoreException">The database was made by a newer version, or refuses.</exception>
    ValueTask ApplyAsync(CancellationToken cancellationToken = default);

    /// <summary>The script that takes a database from a version to the current one, for teams that run migrations themselves.</summary>
    /// <param name="fromVersion">0 for an empty database.</param>
    string GetScript(int fromVersion = 0);
}
