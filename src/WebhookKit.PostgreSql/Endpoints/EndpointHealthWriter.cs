using Dapper;
using Npgsql;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Endpoints;

/// <summary>Writes what is known of how an endpoint does: since when it fails, and its circuit.</summary>
internal sealed class EndpointHealthWriter(PostgreSqlTables tables)
{
    private readonly string _noteFailure = $"UPDATE {tables.Endpoints} SET failing_since = @since WHERE id = @id";

    private readonly string _noteCircuit = $"""
        UPDATE {tables.Endpoints}
        SET circuit_opened_at = @openedAt, circuit_open_until = @openUntil, circuit_openings = @openings
        WHERE id = @id AND circuit_interventions = @interventions
        """;

    private readonly string _setCircuit = $"""
        UPDATE {tables.Endpoints}
        SET circuit_opened_at = @openedAt, circuit_open_until = @openUntil, circuit_openings = @openings,
            circuit_interventions = circuit_interventions + 1, updated_at = @at, revision = revision + 1
        WHERE id = @id AND (@owner IS NULL OR owner = @owner)
        """;

    // In the order of the ids, so that two that write at once wait for each other and not in a circle.
    public async Task NoteFailuresAsync(NpgsqlConnection connection, IEnumerable<EndpointFailure> failures) =>
        await connection.ExecuteAsync(
            _noteFailure,
            failures.OrderBy(failure => failure.Endpoint).Select(failure => new { id = failure.Endpoint.Value, since = failure.Since.ToColumn() })).ConfigureAwait(false);

    // In the order of the ids, for the same reason.
    public async Task NoteCircuitsAsync(NpgsqlConnection connection, IEnumerable<CircuitNote> notes) =>
        await connection.ExecuteAsync(
            _noteCircuit,
            notes.OrderBy(note => note.Endpoint).Select(note => new
            {
                id = note.Endpoint.Value,
                interventions = note.Interventions,
                openedAt = note.Circuit?.OpenedAt.ToColumn(),
                openUntil = note.Circuit?.OpenUntil.ToColumn(),
                openings = note.Circuit?.Openings ?? 0,
            })).ConfigureAwait(false);

    public async Task<bool> SetCircuitAsync(NpgsqlConnection connection, EndpointCircuitChange change)
    {
        var row = new
        {
            id = change.Id.Value,
            owner = change.Owner,
            openedAt = change.Circuit?.OpenedAt.ToColumn(),
            openUntil = change.Circuit?.OpenUntil.ToColumn(),
            openings = change.Circuit?.Openings ?? 0,
            at = change.At.ToColumn(),
        };
        return await connection.ExecuteAsync(_setCircuit, row).ConfigureAwait(false) > 0;
    }
}
