using WebhookKit.Sending;

namespace WebhookKit.Dispatching;

/// <summary>Since when every attempt for an endpoint has failed. Not thread-safe.</summary>
internal sealed class FailureStreak
{
    private DateTimeOffset? _since;
    private bool _isStored;
    private bool _isSure;

    /// <summary>Takes over what is stored, which is how it goes on after a restart and in another instance.</summary>
    public void Take(DateTimeOffset? stored) => (_since, _isStored, _isSure) = (stored, stored is not null, false);

    /// <summary>Notes what came of an attempt. What goes wrong on this side, or is not even sent, says nothing about the endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="now">The moment.</param>
    /// <returns>
    /// The change, where a streak has begun or ended. The first success may end one that was noted and is not stored yet.
    /// </returns>
    public StreakChange? Note(EndpointId endpoint, SendResult result, DateTimeOffset now)
    {
        if (result.SparesEndpoint)
        {
            return null;
        }

        var works = result.Outcome == AttemptOutcome.Succeeded;
        var isNews = works ? _since is not null || !_isSure : _since is null;
        _isSure = true;
        if (!isNews)
        {
            return null;
        }

        var (ended, wasStored) = (_since, _isStored);
        (_since, _isStored) = (works ? null : now, false);
        return new StreakChange(endpoint, _since, wasStored, ended);
    }

    /// <summary>Whether it has lasted for a time; never where the time is null.</summary>
    public bool HasLasted(TimeSpan? time, DateTimeOffset now) => now - _since >= time;
}
