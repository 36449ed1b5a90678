using WebhookKit.Chaos.Arguments;

namespace WebhookKit.Chaos.Databases;

/// <summary>Damages what is stored, past the library.</summary>
internal sealed class PoisonRows(IChaosStore store)
{
    private readonly string _prefix = StoreAccess.PrefixOf(store.Kind);

    /// <summary>Ways to damage an endpoint of which nothing can be sent any more: a URL that is none, headers that nobody can read.</summary>
    public static IReadOnlyList<string> DeadlyToEndpoints { get; } =
    [
        "UPDATE {0}endpoints SET url = 'http://[::nonsense/hook/' || CAST({1} AS text), revision = revision + 1 WHERE id = @id",
        "UPDATE {0}endpoints SET headers = '{{\"x-token\": \"cut o', revision = revision + 1 WHERE id = @id",
    ];

    /// <summary>Ways to damage an endpoint that need not keep anything from being sent.</summary>
    public static IReadOnlyList<string> HarmlessToEndpoints { get; } =
    [
        "UPDATE {0}endpoints SET metadata = 'no JSON', revision = revision + 1 WHERE id = @id",
        "UPDATE {0}endpoints SET retry = '[[[', revision = revision + 1 WHERE id = @id",
    ];

    /// <summary>Ways to damage an event; only the first keeps it from being sent.</summary>
    public static IReadOnlyList<string> ToEvents { get; } =
    [
        "UPDATE {0}events SET content_type = @two_lines WHERE id = @id",
        "UPDATE {0}events SET metadata = '{{\"a\": ' WHERE id = @id",
        "UPDATE {0}events SET trace_parent = '00-nonsense' WHERE id = @id",
    ];

    /// <summary>Takes from an endpoint what its secret was encrypted as, as if the key for it were lost.</summary>
    /// <returns>What puts it back.</returns>
    public async Task<Func<Task>> LoseSecretAsync(long id)
    {
        await using var connection = await StoreAccess.OpenAsync(store.Kind, store.ConnectionString);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT protected FROM {_prefix}secrets WHERE endpoint_id = {id}";
        var secret = (byte[])(await command.ExecuteScalarAsync())!;
        await WriteSecretAsync(id, [.. secret[..^1], (byte)~secret[^1]]);
        return () => WriteSecretAsync(id, secret);
    }

    public Task DamageEndpointAsync(string way, long id, int number) => ExecuteAsync(way, id, number);

    public Task DamageEventAsync(string way, Guid id) => ExecuteAsync(way, store.Kind == StoreKind.Postgres ? id : id.ToByteArray(bigEndian: true), number: 0);

    private async Task WriteSecretAsync(long id, byte[] secret)
    {
        await using var connection = await StoreAccess.OpenAsync(store.Kind, store.ConnectionString);
        await StoreAccess.ExecuteAsync(
            connection,
            $"UPDATE {_prefix}secrets SET protected = @secret WHERE endpoint_id = @id; UPDATE {_prefix}endpoints SET revision = revision + 1 WHERE id = @id",
            transaction: null,
            ("@secret", secret),
            ("@id", id));
    }

    private async Task ExecuteAsync(string way, object id, int number)
    {
        await using var connection = await StoreAccess.OpenAsync(store.Kind, store.ConnectionString);
        (string Name, object Value)[] all = [("@id", id), ("@two_lines", "text/plain\nx-injected: 1")];
        var sql = string.Format(System.Globalization.CultureInfo.InvariantCulture, way, _prefix, number);
        if (await StoreAccess.ExecuteAsync(connection, sql, transaction: null, all.Where(one => sql.Contains(one.Name, StringComparison.Ordinal))) == 0)
        {
            throw new ScenarioFailedException($"Nothing was damaged by: {sql}");
        }
    }
}
