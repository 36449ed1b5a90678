using System.Data.Common;
using WebhookKit.EntityFrameworkCore.Tests.Shop;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

/// <summary>The comparison of two databases sees any one property that differs.</summary>
internal sealed class CatalogueTests
{
    private static readonly string[] OnPostgreSql =
    [
        "ALTER TABLE webhooks.queue RENAME TO pending",
        "ALTER TABLE webhooks.queue ADD COLUMN more integer",
        "ALTER TABLE webhooks.queue RENAME COLUMN attempts TO tries",
        "ALTER TABLE webhooks.queue ALTER COLUMN attempts TYPE bigint",
        "ALTER TABLE webhooks.queue ALTER COLUMN attempts DROP NOT NULL",
        "ALTER TABLE webhooks.queue ALTER COLUMN attempts SET DEFAULT 0",
        "ALTER TABLE webhooks.queue ALTER COLUMN attempts SET STATISTICS 10",
        "ALTER TABLE webhooks.queue SET (fillfactor = 90)",
        "ALTER TABLE webhooks.queue RESET (vacuum_truncate)",
        "ALTER TABLE webhooks.queue SET (autovacuum_vacuum_threshold = 5001)",
        "ALTER TABLE webhooks.queue SET UNLOGGED",
        "ALTER TABLE webhooks.queue REPLICA IDENTITY FULL",
        "ALTER TABLE webhooks.queue ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE webhooks.queue ADD CHECK (attempts >= 0)",
        "ALTER TABLE webhooks.queue DROP CONSTRAINT queue_pkey",
        "ALTER TABLE webhooks.queue RENAME CONSTRAINT queue_pkey TO queue_key",
        "ALTER TABLE webhooks.attempts ALTER COLUMN duration TYPE integer",
        "ALTER TABLE webhooks.secrets ADD FOREIGN KEY (endpoint_id) REFERENCES webhooks.endpoints",
        "ALTER TABLE webhooks.endpoints ALTER COLUMN owner TYPE text COLLATE \"C\"",
        "ALTER TABLE webhooks.endpoints ALTER COLUMN url TYPE varchar(2000)",
        "ALTER TABLE webhooks.events ALTER COLUMN payload SET STORAGE EXTENDED",
        "ALTER TABLE webhooks.events RESET (toast_tuple_target)",
        "ALTER TABLE webhooks.events SET (toast.autovacuum_enabled = off)",
        "ALTER INDEX webhooks.queue_lanes SET (fillfactor = 50)",
        "ALTER INDEX webhooks.queue_lanes RENAME TO lanes",
        "DROP INDEX webhooks.queue_lanes",
        "DROP INDEX webhooks.queue_lanes; CREATE INDEX queue_lanes ON webhooks.queue (endpoint_id, due_at)",
        "DROP INDEX webhooks.queue_lanes; CREATE INDEX queue_lanes ON webhooks.queue (endpoint_id, due_at DESC, key)",
        "DROP INDEX webhooks.queue_lanes; CREATE INDEX queue_lanes ON webhooks.queue (endpoint_id, due_at, key) INCLUDE (attempts)",
        "DROP INDEX webhooks.queue_lanes; CREATE INDEX queue_lanes ON webhooks.queue USING gist (int8range(endpoint_id, endpoint_id))",
        "DROP INDEX webhooks.events_idempotency; CREATE UNIQUE INDEX events_idempotency ON webhooks.events (owner, idempotency_key)",
        "DROP INDEX webhooks.events_idempotency; CREATE INDEX events_idempotency ON webhooks.events (owner, idempotency_key) WHERE idempotency_key IS NOT NULL",
        "CREATE STATISTICS webhooks.more ON owner, type FROM webhooks.events",
        "CREATE FUNCTION webhooks.more() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "CREATE RULE more AS ON DELETE TO webhooks.queue DO INSTEAD NOTHING",
        "CREATE TYPE webhooks.more AS ENUM ('a')",
        "COMMENT ON COLUMN webhooks.queue.key IS 'A key.'",
        "UPDATE webhooks.leases SET epoch = 1 WHERE partition = 63",
        "DELETE FROM webhooks.leases WHERE partition = 63",
        "UPDATE webhooks.versions SET version = version + 1",
    ];

    private static readonly string[] OnSqlite =
    [
        "ALTER TABLE webhook_queue RENAME TO webhook_pending",
        "ALTER TABLE webhook_queue ADD COLUMN more INTEGER",
        "ALTER TABLE webhook_queue RENAME COLUMN attempts TO tries",
        Instances("id TEXT NOT NULL PRIMARY KEY, expires_at INTEGER", "STRICT, WITHOUT ROWID"),
        Instances("id TEXT NOT NULL PRIMARY KEY, expires_at INTEGER NOT NULL DEFAULT 0", "STRICT, WITHOUT ROWID"),
        Instances("id TEXT NOT NULL PRIMARY KEY, expires_at REAL NOT NULL", "STRICT, WITHOUT ROWID"),
        Instances("id TEXT NOT NULL COLLATE NOCASE PRIMARY KEY, expires_at INTEGER NOT NULL", "STRICT, WITHOUT ROWID"),
        Instances("id TEXT NOT NULL, expires_at INTEGER NOT NULL PRIMARY KEY", "STRICT, WITHOUT ROWID"),
        Instances("id TEXT NOT NULL PRIMARY KEY REFERENCES webhook_endpoints, expires_at INTEGER NOT NULL", "STRICT, WITHOUT ROWID"),
        Instances("id TEXT NOT NULL PRIMARY KEY, expires_at INTEGER NOT NULL", "STRICT"),
        Instances("id TEXT NOT NULL PRIMARY KEY, expires_at INTEGER NOT NULL", "WITHOUT ROWID"),
        "DROP INDEX webhook_queue_lanes",
        "DROP INDEX webhook_audit_owner; CREATE INDEX webhook_audit_owner ON webhook_audit (owner)",
        "DROP INDEX webhook_audit_owner; CREATE INDEX webhook_audit_owner ON webhook_audit (owner, id DESC)",
        "DROP INDEX webhook_audit_owner; CREATE UNIQUE INDEX webhook_audit_owner ON webhook_audit (owner, id)",
        "DROP INDEX webhook_audit_owner; CREATE INDEX webhook_audit_owner ON webhook_audit (owner COLLATE NOCASE, id)",
        "DROP INDEX webhook_audit_owner; CREATE INDEX webhook_audit_owner ON webhook_audit (owner, id) WHERE owner <> ''",
        "CREATE TRIGGER more AFTER DELETE ON webhook_queue BEGIN SELECT 1; END",
        "UPDATE webhook_leases SET epoch = 1 WHERE partition = 63",
        "DELETE FROM webhook_leases WHERE partition = 63",
        "UPDATE webhook_schema SET version = version + 1",
    ];

    [Test]
    public Task A_difference_on_PostgreSql_is_seen() => AssertSeenAsync(new PostgreSqlShop(), OnPostgreSql);

    [Test]
    public Task A_difference_on_Sqlite_is_seen() => AssertSeenAsync(new SqliteShop(), OnSqlite);

    [Test]
    public async Task What_is_made_again_as_it_was_is_no_difference()
    {
        await using var database = new SqliteShop();
        await database.CreateAsync();
        await database.CreateTablesOfStoreAsync();
        await using var connection = await database.OpenAsync();
        var original = await database.DescribeAsync(connection);

        await ExecuteAsync(connection, transaction: null, Instances("id TEXT NOT NULL PRIMARY KEY, expires_at INTEGER NOT NULL", "STRICT, WITHOUT ROWID"));

        Assert.That(Essence(await database.DescribeAsync(connection)), Is.EqualTo(Essence(original)));
    }

    private static string Instances(string columns, string options) =>
        $"DROP TABLE webhook_instances; CREATE TABLE webhook_instances ({columns}) {options}";

    private static async Task AssertSeenAsync(IShopDatabase database, string[] changes)
    {
        await using var disposal = database;
        await database.CreateAsync();
        await database.CreateTablesOfStoreAsync();
        await using var connection = await database.OpenAsync();
        var original = await database.DescribeAsync(connection);
        using (Assert.EnterMultipleScope())
        {
            foreach (var change in changes)
            {
                await using var transaction = await connection.BeginTransactionAsync();
                await ExecuteAsync(connection, transaction, change);
                Assert.That(Essence(await database.DescribeAsync(connection)), Is.Not.EqualTo(Essence(original)), change);
            }

            Assert.That(await database.DescribeAsync(connection), Is.EqualTo(original), "after every change was taken back");
        }
    }

    // The statement that SQLite keeps differs by a space already; the rest must see the change without it.
    private static IEnumerable<string> Essence(IReadOnlyList<string> lines) => lines
        .Select(line => line.StartsWith("table webhook_instances on ", StringComparison.Ordinal) ? "" : line);

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction? transaction, string sql)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        await command.ExecuteNonQueryAsync();
    }
}
