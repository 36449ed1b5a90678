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

    private readonly FailureWindow _attempts = new(options.Window, clock);
    private int? _interventions;

    /// <summary>The circuit; null where it is closed.</summary>
    public EndpointCircuit? Current { get; private set; }

    /// <summary>How many have failed in a row that were tried while it was half-open.</summary>
    public int FailedTries => Current is { Openings: var openings } ? openings - 1 : 0;

    /// <summary>How long there is something to remember that is not stored.</summary>
    public TimeSpan UntilForgettable => Current is null && options.Enabled ? _attempts.UntilEmpty : TimeSpan.Zero;

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
        _attempts.Clear();
        return true;
    }

    /// <summary>Notes what came of an attempt.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="now">The moment.</param>
    /// <returns>What is to be stored, where it has opened or closed.</returns>
    public CircuitNote? Note(EndpointId endpoint, SendResult result, DateTimeOffset now)
    {
        if (SaysThatItWorks(result) is not { } works || Current?.IsOpenAt(now) == true)
        {
            // What was under way when it opened changes nothing, nor does what goes wrong on this side.
            return null;
        }

        if (Current is { } halfOpen)
        {
            return Set(endpoint, works ? null : halfOpen with { OpenUntil = now + OpenFor(halfOpen.Openings), Openings = halfOpen.Openings + 1 });
        }

        _attempts.Note(failed: !works);
        return !works && options.Enabled && HasFailedTooOften() ? Set(endpoint, new EndpointCircuit(now, now + OpenFor(0), Openings: 1)) : null;
    }

    private CircuitNote Set(EndpointId endpoint, EndpointCircuit? circuit)
    {
        Current = circuit;
        _attempts.Clear();
        return new CircuitNote(endpoint, _interventions ?? 0, circuit);
    }

    private bool HasFailedTooOften()
    {
        var (all, failed) = _attempts.Count();
        return all >= options.MinimumAttempts && failed >= all * options.FailureRatio;
    }

    private TimeSpan OpenFor(int doublings)
    {
        var open = options.OpenFor * Math.Pow(2, Math.Min(doublings, 32));
        return open < options.MaxOpenFor ? open : options.MaxOpenFor;
    }

    private static bool? SaysThatItWorks(SendResult result) => result.Outcome switch
    {
        AttemptOutcome.SigningUnavailable or AttemptOutcome.PayloadUnavailable or AttemptOutcome.InternalError => null,
        AttemptOutcome.Succeeded => true,
        AttemptOutcome.HttpFailure => result.StatusCode is not (RequestTimeout or TooManyRequests or >= ServerErrors),
        _ => false,
    };
}
