using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>
/// How far a lane with a backlog has been read, so that reading goes on from there and does not pass over what is in memory and
/// what has ended each time. Not thread-safe.
/// </summary>
internal sealed class LaneProgress(TimeProvider clock)
{
    /// <summary>
    /// A transaction that commits late leaves rows behind the position. They are due for less long than what was read since, and
    /// wait for no longer than this.
    /// </summary>
    private static readonly TimeSpan FromTheHeadAgain = TimeSpan.FromSeconds(1);

    private LanePosition? _readTo;
    private long _readFromHeadAt;
    private bool _isFromHead;
    private bool _isKept;

    /// <summary>A read begins.</summary>
    /// <returns>The position to read from; null for the head.</returns>
    public LanePosition? Begin()
    {
        if (clock.GetElapsedTime(_readFromHeadAt) >= FromTheHeadAgain)
        {
            _readTo = null;
        }

        (_isFromHead, _isKept) = (_readTo is null, true);
        return _readTo;
    }

    /// <summary>All that was read is in memory.</summary>
    /// <param name="contents">The answer.</param>
    /// <param name="now">The moment.</param>
    /// <param name="askedAt">The clock's timestamp from before the question.</param>
    public void End(LaneContents contents, DateTimeOffset now, long askedAt)
    {
        _readFromHeadAt = _isFromHead ? askedAt : _readFromHeadAt;
        if (!_isKept || contents.NextDueAt is null || contents.NextDueAt > now)
        {
            // Without a backlog, reading from the head costs nothing, and what comes is seen at once.
            _readTo = null;
        }
        else
        {
            _readTo = contents.ReadTo ?? _readTo;
        }
    }

    /// <summary>Something behind the position is to be read again, also where a read is under way.</summary>
    public void Lose() => (_readTo, _isKept) = (null, false);
}
