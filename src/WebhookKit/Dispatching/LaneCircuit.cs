using WebhookKit.Sending;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>
/// The circuit of an endpoint: opens when too many attempts fail, and closes with the first that succeeds after a while. What it says is
/// stored with the endpoint, so that it goes on after a restart and in another instance. Not thread-safe.
/// </summary>
internal sealed class LaneCircuit(CircuitOptions options, TimeProvider clock)
{
    private const int RequestTimeout = 408;
    private const int TooManyRequests = 429;
    private const int ServerErrors = 500;

    /// <summary>For so long what has opened or closed may not be stored yet.</summary>
    private static readonly TimeSpan UntilStored = TimeSpan.FromSeconds(5);

    private readonly FailureWindow _attempts = new(options.Window, clock);
    private int? _interventions;
    private int _failedInARow;
    private long? _setAt;

    /// <summary>The circuit; null where it is closed.</summary>
    public EndpointCircuit? Current { get; private set; }

    /// <summary>How many have failed in a row that were tried while it was half-open.</summary>
    public int FailedTries => Current is { Openings: var openings } ? openings - 1 : 0;

    /// <summary>How long there is something to remember that is not stored.</summary>
    public TimeSpan UntilForgettable
    {
        get
        {
            var stored = _setAt is { } at ? UntilStored - clock.GetElapsedTime(at) : TimeSpan.Zero;
            var counted = options.Enabled ? _attempts.UntilEmpty : TimeSpan.Zero;
            return stored > counted ? stored : counted;
        }
    }

    /// <summary>Takes over what is stored, unless this lane knows better: for what its own deliveries made of it, it does.</summary>
    /// <param name="stored">The circuit.</param>
    /// <param name="interventions">How often it was set by something else than deliveries.</param>
    /// <returns>Whether it was taken over.</returns>
    public bool Take(EndpointCircuit? stored, int interventions)
    {
        if (_interventions == interventions)
        {
            return false;
        }

        (_interventions, Current) = (interventions, stored);
        Forget();
        return true;
    }

    /// <summary>Notes what came of an attempt.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="now">The moment.</param>
    /// <returns>What is to be stored, where it has opened or closed.</returns>
    public CircuitNote? Note(EndpointId endpoint, SendResult result, DateTimeOffset now)
    {
        // What was under way when it opened changes nothing, nor does what goes wrong on this side.
        if (SaysThatItWorks(result) is not { } works || Current?.IsOpenAt(now - result.Duration) == true)
        {
            return null;
        }

        if (Current is { } halfOpen)
        {
            return Set(
                endpoint,
                works || !options.Enabled ? null : halfOpen with { OpenUntil = now + OpenFor(halfOpen.Openings, result), Openings = halfOpen.Openings + 1 });
        }

        _attempts.Note(failed: !works);
        _failedInARow = works ? 0 : _failedInARow + 1;
        return !works && options.Enabled && HasFailedTooOften() ? Set(endpoint, new EndpointCircuit(now, now + OpenFor(0, result), Openings: 1)) : null;
    }

    private CircuitNote Set(EndpointId endpoint, EndpointCircuit? circuit)
    {
        Current = circuit;
        _setAt = clock.GetTimestamp();
        Forget();
        return new CircuitNote(endpoint, _interventions ?? 0, circuit);
    }

    private void Forget()
    {
        _attempts.Clear();
        _failedInARow = 0;
    }

    // So many in a row say it, too, however long they took: one at a time that hangs makes few attempts within a window.
    private bool HasFailedTooOften()
    {
        var (all, failed) = _attempts.Count();
        return _failedInARow >= options.MinimumAttempts || (all >= options.MinimumAttempts && failed >= all * options.FailureRatio);
    }

    // Not before the endpoint itself has asked to be tried again.
    private TimeSpan OpenFor(int doublings, SendResult result)
    {
        var ticks = Math.Min(options.OpenFor.Ticks * Math.Pow(2, doublings), options.MaxOpenFor.Ticks);
        var open = TimeSpan.FromTicks((long)ticks);
        return result.RetryAfter is { } wait && wait > open && LaneWindow.IsThrottle(result.StatusCode) ? wait : open;
    }

    private static bool? SaysThatItWorks(SendResult result) => result.Outcome switch
    {
        _ when result.SparesEndpoint => null,
        AttemptOutcome.Succeeded => true,
        AttemptOutcome.HttpFailure => result.StatusCode is not (RequestTimeout or TooManyRequests or >= ServerErrors),
        _ => false,
    };
}
