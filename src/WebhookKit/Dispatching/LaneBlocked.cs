using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>What of a lane is due and waits for others with its ordering or coalescing key, as far as it has been read. Not thread-safe.</summary>
internal sealed class LaneBlocked
{
    /// <summary>What lies behind so many that wait is not looked for until one of those that they wait for has ended.</summary>
    private const int FarthestLook = 1000;

    /// <summary>Nor is what lies behind so many, where all that a farther look has found waited, too.</summary>
    private const int NearLook = 32;

    /// <summary>So soon is it looked for again: each delivery of a long queue with one key would pass over the queue otherwise.</summary>
    private static readonly TimeSpan BetweenFarLooks = TimeSpan.FromSeconds(1);

    /// <summary>So soon is it noticed that somebody has cancelled what is waited for.</summary>
    private static readonly TimeSpan LongestPostponement = TimeSpan.FromMinutes(5);

    private readonly List<Postponement> _postponed = [];
    private DateTimeOffset _looksFarAt = DateTimeOffset.MinValue;
    private int _passed;
    private bool _looksFar;

    /// <summary>Whether anything waited when the lane was last read.</summary>
    public bool IsAny { get; private set; }

    /// <summary>A read begins.</summary>
    public void Begin(bool isFromHead)
    {
        if (isFromHead)
        {
            (_passed, _looksFar) = (0, false);
        }
    }

    /// <summary>Takes over what was read.</summary>
    /// <param name="contents">The answer.</param>
    /// <param name="isStrict">Whether the whole lane waits for one delivery.</param>
    /// <param name="now">The moment.</param>
    /// <returns>When there is something to be read that does not wait; null where that is not known.</returns>
    public DateTimeOffset? Take(LaneContents contents, bool isStrict, DateTimeOffset now)
    {
        if (_passed >= NearLook && contents.Due.Count > 0)
        {
            // To look that far was worth it.
            _looksFarAt = DateTimeOffset.MinValue;
        }

        IsAny = contents.Blocked.Count > 0;
        if (!IsAny)
        {
            return contents.NextDueAt;
        }

        var soonest = contents.Blocked.Min(blocked => blocked.HeadDueAt);
        if (isStrict)
        {
            return contents.Due.Count > 0 ? contents.NextDueAt : soonest > now ? soonest : null;
        }

        // Those behind a failure make way for others: a whole second, so that many are moved at once.
        foreach (var group in contents.Blocked.Where(blocked => blocked.HeadDueAt > now).GroupBy(blocked => UntilOf(blocked.HeadDueAt, now)))
        {
            _postponed.Add(new Postponement([.. group.Select(blocked => blocked.Id)], group.Key));
        }

        _passed += contents.Blocked.Count(blocked => blocked.HeadDueAt <= now);
        var next = NextLook(contents, now);
        return soonest > now && (next is null || soonest < next) ? soonest : next;
    }

    /// <summary>Some of what was read wait for one with their coalescing key that is in memory.</summary>
    /// <param name="count">How many.</param>
    /// <param name="next">What <see cref="Take"/> has answered.</param>
    /// <returns>When there is something to be read that does not wait; null where that is not known.</returns>
    public DateTimeOffset? PassOver(int count, DateTimeOffset? next)
    {
        IsAny |= count > 0;
        _passed += count;
        return count > 0 && _passed >= FarthestLook ? null : next;
    }

    /// <summary>What is to be moved back in the store.</summary>
    public IReadOnlyList<Postponement> TakePostponed()
    {
        if (_postponed.Count == 0)
        {
            return [];
        }

        Postponement[] taken = [.. _postponed];
        _postponed.Clear();
        return taken;
    }

    private DateTimeOffset? NextLook(LaneContents contents, DateTimeOffset now)
    {
        if (_passed < NearLook)
        {
            return contents.NextDueAt;
        }

        if (!_looksFar && now < _looksFarAt)
        {
            return contents.NextDueAt <= now ? _looksFarAt : contents.NextDueAt;
        }

        _looksFarAt = _looksFar ? _looksFarAt : now + BetweenFarLooks;
        _looksFar = true;
        return _passed < FarthestLook ? contents.NextDueAt : null;
    }

    private static DateTimeOffset UntilOf(DateTimeOffset headDueAt, DateTimeOffset now)
    {
        var until = headDueAt < now + LongestPostponement ? headDueAt : now + LongestPostponement;
        return new DateTimeOffset(until.Ticks - (until.Ticks % TimeSpan.TicksPerSecond) + TimeSpan.TicksPerSecond, until.Offset);
    }
}
