using System.Data.Common;
using System.Globalization;

namespace WebhookKit.Tests.Engine;

/// <summary>
/// Many deliveries in a database, in every state, a second between one and the next: of an owner with many endpoints, of one with a hundredth
/// of all events, which succeeded, of one whose many events are the oldest, of one with few events, and of one with very few that are long ago.
/// </summary>
/// <param name="store">A relational one.</param>
/// <param name="endpoints">Those of the large owner first, and one of each other in the order of <see cref="Others"/>.</param>
internal sealed class ListedRows(EngineStore store, IReadOnlyList<EndpointId> endpoints)
{
    public const int Rare = 20;

    /// <summary>Of a million events so many are of the owner that has the oldest.</summary>
    private const int OldOfAMillion = 6_000;

    private const string Key = "lpad(to_hex($at), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' || lpad(to_hex(n), 15, '0')";

    /// <summary>The owners with one endpoint.</summary>
    public static IReadOnlyList<string> Others { get; } = ["middle", "old", "small", "rare"];

    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private bool IsPostgreSql => store == EngineStore.PostgreSql;

    private string Prefix => IsPostgreSql ? "webhooks." : "webhook_";

    public static DateTimeOffset TimeOf(int number) => Start.AddSeconds(number);

    /// <summary>The key of the event with a number.</summary>
    public static Guid KeyOf(int number) =>
        Guid.ParseExact(string.Create(CultureInfo.InvariantCulture, $"{TimeOf(number).ToUnixTimeMilliseconds():x12}7{number % 4096:x3}8{number:x15}"), "N");

    /// <summary>Adds them.</summary>
    /// <param name="connection">An open one.</param>
    /// <param name="rows">How many.</param>
    public async Task AddAsync(DbConnection connection, int rows)
    {
        await ExecuteAsync(connection, "CREATE TEMPORARY TABLE places (i integer PRIMARY KEY, id bigint)");
        await ExecuteAsync(connection, $"INSERT INTO places VALUES {string.Join(',', endpoints.Select((id, i) => $"({i}, {id.Value})"))}");
        await ExecuteAsync(connection, Seeds(rows));
        foreach (var sql in Fill())
        {
            await ExecuteAsync(connection, sql);
        }

        if (IsPostgreSql)
        {
            await ExecuteAsync(connection, "ANALYZE");
        }
    }

    private string Seeds(int rows)
    {
        var begin = Start.ToUnixTimeMilliseconds();
        var (numbers, key, at) = IsPostgreSql
            ? ($"generate_series(0, {rows - 1}) AS numbers (n)", $"({Key.Replace("$at", $"{begin} + n * 1000::bigint", StringComparison.Ordinal)})::uuid", $"to_timestamp({begin / 1000} + n)")
            : ("numbers", $"unhex(printf('%012x7%03x8%015x', {begin} + n * 1000, n % 4096, n))", $"({begin} + n * 1000) * 1000");
        var recursion = IsPostgreSql ? "" : $"WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows - 1})";
        var large = endpoints.Count - Others.Count;
        var owner = $"CASE WHEN n < {Rare} THEN 'rare' WHEN n < {Rare + (rows * (long)OldOfAMillion / 1_000_000)} THEN 'old' WHEN n % 997 = 0 THEN 'small' WHEN n % 100 = 33 THEN 'middle' ELSE 'large' END";
        var place = $"CASE {owner} WHEN 'large' THEN n % {large} {string.Join(' ', Others.Select((other, i) => $"WHEN '{other}' THEN {large + i}"))} END";
        return $"""
            CREATE TEMPORARY TABLE seeds AS
            {recursion}
            SELECT n, {key} AS key, {at} AS at, places.id AS endpoint_id, n % 100 AS part,
                   {owner} AS owner
            FROM {numbers} JOIN places ON places.i = {place}
            """;
    }

    private IEnumerable<string> Fill()
    {
        var payload = IsPostgreSql ? "'\\x7b7d'::bytea" : "x'7b7d'";
        yield return $"INSERT INTO {Prefix}events (id, created_at, type, owner, content_type, payload) SELECT key, at, 'order.created', owner, 'application/json', {payload} FROM seeds";
        yield return Attempts("succeeded_at", "part < 95", (int)AttemptOutcome.Succeeded);
        yield return Attempts("next_attempt_at", "part = 95", (int)AttemptOutcome.HttpFailure);
        yield return Attempts("filtered_at", "part = 97", (int)AttemptOutcome.Succeeded);
        yield return $"INSERT INTO {Prefix}dead_letters (key, endpoint_id, ended_at, attempts, reason) SELECT key, endpoint_id, at, 1, 0 FROM seeds WHERE part = 95";
        yield return $"INSERT INTO {Prefix}cancellations (key, endpoint_id, ended_at, attempts, actor) SELECT key, endpoint_id, at, 0, 'user' FROM seeds WHERE part = 96";
        yield return $"INSERT INTO {Prefix}queue (key, endpoint_id, due_at, attempts) SELECT key, endpoint_id, at, part - 98 FROM seeds WHERE part >= 98";
        yield return $"INSERT INTO {Prefix}audit (id, at, actor, action, target, owner) SELECT key, at, 'user', 'endpoint.updated', 'ep_' || (n % 1000), owner FROM seeds";
        yield return $"INSERT INTO {Prefix}jobs (id, kind, owner, selection, status, total, done, skipped, requested_by, created_at, updated_at, ended_at, revision) "
            + $"SELECT key, 0, owner, '{{}}', 2, 0, 0, 0, 'user', at, at, at, 1 FROM seeds WHERE part = 0 OR owner = 'rare'";
    }

    private string Attempts(string time, string condition, int outcome) =>
        $"INSERT INTO {Prefix}attempts (key, endpoint_id, number, epoch, outcome, is_stale, started_at, duration, {time}) "
        + $"SELECT key, endpoint_id, 1, 1, {outcome}, FALSE, at, 1000, at FROM seeds WHERE {condition}";

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Of this file's own texts and of numbers.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
    }
}
