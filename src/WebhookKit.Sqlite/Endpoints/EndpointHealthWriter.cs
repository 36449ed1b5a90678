using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Endpoints;

/// <summary>Writes what is known of how an endpoint does: since when it fails, and its circuit.</summary>
internal sealed class EndpointHealthWriter(SqliteTables tables)
{
    private readonly string _noteFailure = $"UPDATE {tables.Endpoints} SET failing_since = $failing_since WHERE id = $id";

    private readonly string _noteCircuit = $"""
        UPDATE {tables.Endpoints}
        SET circuit_opened_at = $opened_at, circuit_open_until = $open_until, circuit_openings = $openings
        WHERE id = $id AND circuit_interventions = $interventions
        """;

    private readonly string _setCircuit = $"""
        UPDATE {tables.Endpoints}
        SET circuit_opened_at = $opened_at, circuit_open_until = $open_until, circuit_openings = $openings,
            circuit_interventions = circuit_interventions + 1, updated_at = $updated_at, revision = revision + 1
        WHERE id = $id AND ($owner IS NULL OR owner = $owner)
        """;

    public void NoteFailures(SqliteSession session, IEnumerable<EndpointFailure> failures)
    {
        foreach (var (endpoint, since) in failures)
        {
            session.Execute(_noteFailure, ("$id", endpoint.Value), ("$failing_since", since.ToMicroseconds()));
        }
    }

    public void NoteCircuits(SqliteSession session, IEnumerable<CircuitNote> notes)
    {
        foreach (var (endpoint, interventions, circuit) in notes)
        {
            session.Execute(
                _noteCircuit,
                ("$id", endpoint.Value),
                ("$interventions", interventions),
                ("$opened_at", circuit?.OpenedAt.ToMicroseconds()),
                ("$open_until", circuit?.OpenUntil.ToMicroseconds()),
                ("$openings", circuit?.Openings ?? 0));
        }
    }

    public bool SetCircuit(SqliteSession session, EndpointCircuitChange change) =>
        session.Execute(
            _setCircuit,
            ("$id", change.Id.Value),
            ("$owner", change.Owner),
            ("$opened_at", change.Circuit?.OpenedAt.ToMicroseconds()),
            ("$open_until", change.Circuit?.OpenUntil.ToMicroseconds()),
            ("$openings", change.Circuit?.Openings ?? 0),
            ("$updated_at", change.At.ToMicroseconds())) > 0;
}
