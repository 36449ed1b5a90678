using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WebhookKit.Sqlite.Connections;

/// <summary>The database file: opens connections to it and explains what goes wrong with it.</summary>
internal sealed class SqliteDatabase
{
    /// <summary>How long a statement waits inside SQLite for what another holds for a moment.</summary>
    private const int BusySliceMilliseconds = 1000;

    /// <summary>
    /// How long one attempt to lock waits. SQLite looks less and less often, every tenth of a second in the end, and so does the driver:
    /// beside processes that commit one after the other, who waits so is passed over for seconds, and with its write its lease.
    /// </summary>
    private const int LockSliceMilliseconds = 5;

    private const int ReadTimeoutSeconds = 30;

    private const int PrimaryCode = 0xFF;

    private readonly string _connectionString;
    private readonly string _synchronous;
    private string? _fullPath;

    public SqliteDatabase(SqliteStoreOptions options)
    {
        var parts = new SqliteConnectionStringBuilder(options.ConnectionString)
        {
            // The store keeps its connections open itself, and closes them for good when it is disposed of. A shared cache
            // would make readers wait for the writer.
            Pooling = false,
            Cache = SqliteCacheMode.Private,
        };
        _connectionString = parts.ConnectionString;
        _synchronous = options.Synchronous == SqliteSynchronous.Full ? "FULL" : "NORMAL";
        Path = parts.DataSource;
        BusyTimeout = options.BusyTimeout;
        Tables = new SqliteTables(options.TablePrefix);
    }

    /// <summary>The file as the host named it.</summary>
    public string Path { get; }

    public TimeSpan BusyTimeout { get; }

    /// <summary>How often the writer asks for the lock before it gives up.</summary>
    public int BusyTries => (int)Math.Ceiling(BusyTimeout.TotalMilliseconds / LockSliceMilliseconds);

    public SqliteTables Tables { get; }

    public SqliteSession OpenWriter()
    {
        var session = Open(BusySliceMilliseconds / 1000);
        try
        {
            using (var mode = session.Query("PRAGMA journal_mode = WAL"))
            {
                if (!mode.Read() || mode.GetString(0) != "wal")
                {
                    throw new Storage.WebhookStoreException(
                        $"SQLite could not put '{Path}' into WAL mode. Keep the file on a local disk, not on a network share.",
                        isTransient: false);
                }
            }

            session.Execute($"PRAGMA synchronous = {_synchronous}");
            _fullPath = session.Connection.DataSource;
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Begins a transaction that writes, if the lock can be had at once or nearly so.</summary>
    public static bool TryBegin(SqliteSession session)
    {
        var handle = session.Connection.Handle!;
        raw.sqlite3_busy_timeout(handle, LockSliceMilliseconds);
        var result = raw.sqlite3_exec(handle, "BEGIN IMMEDIATE");
        raw.sqlite3_busy_timeout(handle, BusySliceMilliseconds);
        if ((result & PrimaryCode) == raw.SQLITE_BUSY)
        {
            return false;
        }

        SqliteException.ThrowExceptionForRC(result, handle);
        return true;
    }

    public SqliteSession OpenReader()
    {
        var session = Open(ReadTimeoutSeconds);
        session.Execute("PRAGMA query_only = ON");
        return session;
    }

    /// <summary>Whether an open connection is one to this file.</summary>
    public bool IsSameFile(SqliteConnection connection)
    {
        if (_fullPath is null)
        {
            using var session = Open(ReadTimeoutSeconds);
            _fullPath = session.Connection.DataSource;
        }

        return string.Equals(connection.DataSource, _fullPath, StringComparison.Ordinal);
    }

    public Storage.WebhookStoreException Explain(SqliteException exception) =>
        exception.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(
                $"Another transaction has kept '{Path}' locked for {BusyTimeout}. If this was called while the same code has a "
                + "transaction open on that file, pass it along (PublishOptions.Transaction) or call it after the commit; else "
                + "look for a transaction that stays open.",
                isTransient: true,
                exception),
            raw.SQLITE_FULL => new($"The disk that holds '{Path}' is full. Free some space.", isTransient: true, exception),
            raw.SQLITE_CANTOPEN => CannotOpen(exception),
            raw.SQLITE_IOERR or raw.SQLITE_NOMEM or raw.SQLITE_INTERRUPT or raw.SQLITE_PROTOCOL or raw.SQLITE_SCHEMA => new(
                $"SQLite could not read or write '{Path}' ({exception.Message})", isTransient: true, exception),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => new(
                $"'{Path}' may not be written to. Give the process the right to write the file and its folder.", isTransient: false, exception),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new(
                $"'{Path}' is damaged or is no SQLite database. Restore it from a backup, or name another file.", isTransient: false, exception),
            _ => new(
                $"SQLite refused what the store asked of '{Path}' ({exception.Message}) If tables are missing, let the host create "
                + "them at start or apply the script.",
                isTransient: false,
                exception),
        };

    private SqliteSession Open(int commandTimeoutSeconds)
    {
        var connection = new SqliteConnection(_connectionString) { DefaultTimeout = commandTimeoutSeconds };
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle, BusySliceMilliseconds);
            return SqliteSession.Over(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private Storage.WebhookStoreException CannotOpen(SqliteException exception)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path));
        return Directory.Exists(folder)
            ? new($"SQLite could not open '{Path}'. Check the rights to the file and its folder.", isTransient: true, exception)
            : new($"The folder '{folder}' of the database '{Path}' does not exist. Create it, or name another file.", isTransient: false, exception);
    }
}
