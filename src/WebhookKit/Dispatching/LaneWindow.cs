namespace WebhookKit.Dispatching;

/// <summary>
/// How many requests may be under way to one endpoint. It starts small, grows by one with every success and falls to one while
/// the endpoint fails, so that dead endpoints cannot fill the process with requests that hang, and one that comes back with a
/// backlog is not met by all of it at once.
/// </summary>
internal sealed class LaneWindow(int max)
{
    private const int Initial = 1;
    private const int ServerErrors = 500;
    private const int ReadAheadForEach = 8;

    private int _filtered;

    public int Size { get; private set; } = Math.Min(Initial, max);

    /// <summary>
    /// How many deliveries to have in memory: some for each request that may be under way. Few until the endpoint has proven that it
    /// answers: what hundreds of dead endpoints hold must not use up the memory that there is for all. What the filter takes away is
    /// there for a moment only, and more of it is likely to follow.
    /// </summary>
    public int ReadAhead => Math.Max(Size * (Size > Initial ? ReadAheadForEach : 2), _filtered * ReadAheadForEach);

    /// <summary>A delivery was not sent, because of the filter of the endpoint.</summary>
    public void NoteFiltered() => _filtered = Math.Min(_filtered + 1, max);

    public void Note(AttemptOutcome outcome, int? statusCode)
    {
        if (outcome == AttemptOutcome.Succeeded)
        {
            Size = Math.Min(Size + 1, max);
            return;
        }

        _filtered = 0;
        if (outcome != AttemptOutcome.HttpFailure)
        {
            Size = 1;
        }
        else if (IsThrottle(statusCode) || statusCode >= ServerErrors)
        {
            // Not at once: a single one may be the fault of its event alone. Three in a row leave one of eight.
            Size = Math.Max(1, Size / 2);
        }
    }

    /// <summary>The endpoint is to be tried by one request.</summary>
    public void Narrow() => Size = Initial;

    /// <summary>Whether the status asks for fewer requests, and not only says that this one failed.</summary>
    public static bool IsThrottle(int? statusCode) => statusCode is 429 or 502 or 503 or 504;
}
