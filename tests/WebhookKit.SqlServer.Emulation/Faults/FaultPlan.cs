using System.Collections.Immutable;
using WebhookKit.SqlServer.Emulation.Requests;

namespace WebhookKit.SqlServer.Emulation.Faults;

/// <summary>The faults that a test has planned. Safe to change while clients work.</summary>
public sealed class FaultPlan
{
    private ImmutableList<Fault> _faults = [];

    /// <summary>Plans a fault.</summary>
    /// <param name="matches">Which requests count.</param>
    /// <param name="action">What goes wrong.</param>
    /// <param name="occurrence">The first request that it hits, among those that count from now on; 1 is the next.</param>
    /// <param name="times">How many in a row it hits.</param>
    public Fault Add(Func<SqlRequest, bool> matches, FaultAction action, int occurrence = 1, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(matches);
        ArgumentNullException.ThrowIfNull(action);
        ArgumentOutOfRangeException.ThrowIfLessThan(occurrence, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);

        var fault = new Fault(matches, action, occurrence, times);
        ImmutableInterlocked.Update(ref _faults, faults => faults.Add(fault));
        return fault;
    }

    /// <summary>Plans a fault of requests of a kind.</summary>
    /// <inheritdoc cref="Add(Func{SqlRequest, bool}, FaultAction, int, int)"/>
    public Fault Add(SqlRequestKind kind, FaultAction action, int occurrence = 1, int times = 1) =>
        Add(request => request.Kind == kind, action, occurrence, times);

    /// <summary>Plans a fault of statements that contain a text.</summary>
    /// <inheritdoc cref="Add(Func{SqlRequest, bool}, FaultAction, int, int)"/>
    public Fault Add(string text, FaultAction action, int occurrence = 1, int times = 1) =>
        Add(request => request.HasStatements && request.Text.Contains(text, StringComparison.Ordinal), action, occurrence, times);

    /// <summary>Forgets all faults.</summary>
    public void Clear() => ImmutableInterlocked.Update(ref _faults, faults => faults.Clear());

    internal FaultAction? For(SqlRequest request)
    {
        foreach (var fault in _faults)
        {
            if (fault.Strike(request))
            {
                return fault.Action;
            }
        }

        return null;
    }
}
