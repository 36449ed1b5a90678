using System.Collections.Concurrent;

namespace WebhookKit.Diagnostics;

/// <summary>Takes down the signs of life as the parts of the engine show them.</summary>
/// <remarks>Thread-safe. Times between are by the monotonic clock, so that a clock that is set does not look like a standstill.</remarks>
internal sealed class EngineVitals(TimeProvider clock) : IWebhookVitals
{
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private bool _delivers;
    private long _progressAt;
    private int _partitions;
    private long _renewalExpectedBy;
    private TimeSpan? _skew;
    private long? _dueSince;
    private EndpointId _behind;
    private DateTimeOffset _dueAt;
    private long? _notRecordingSince;
    private string? _keyProblem;
    private volatile int _certificatesEnding;
    private volatile bool _hasLackedSigning;
    private readonly ConcurrentDictionary<EndpointId, long> _withoutSigning = new();
    private readonly ConcurrentDictionary<string, (string Problem, long At)> _proxies = new(StringComparer.Ordinal);

    /// <summary>The engine starts to deliver.</summary>
    /// <param name="firstRenewalWithin">How long getting the first leases may take.</param>
    public void Started(TimeSpan firstRenewalWithin)
    {
        lock (_gate)
        {
            _delivers = true;
            _progressAt = clock.GetTimestamp();
            _renewalExpectedBy = After(firstRenewalWithin);
        }
    }

    /// <summary>The engine delivers no more.</summary>
    public void Stopped()
    {
        lock (_gate)
        {
            _delivers = false;
        }
    }

    /// <summary>An attempt has ended, whatever its outcome.</summary>
    public void AttemptEnded() => Interlocked.Exchange(ref _progressAt, clock.GetTimestamp());

    /// <summary>The database has renewed the leases.</summary>
    /// <param name="partitions">How many are owned.</param>
    /// <param name="skew">By how much this clock is ahead of the database's.</param>
    /// <param name="nextWithin">When the next renewal has come, if all is well.</param>
    public void Renewed(int partitions, TimeSpan skew, TimeSpan nextWithin)
    {
        lock (_gate)
        {
            (_partitions, _skew, _renewalExpectedBy) = (partitions, skew, After(nextWithin));
        }
    }

    /// <summary>A poll has seen what is due.</summary>
    /// <param name="oldestFor">For how long the oldest delivery has been due that may be sent; null where none is.</param>
    /// <param name="endpoint">The endpoint that it is for.</param>
    /// <param name="dueAt">Since when it is due, by the store's clock.</param>
    public void Polled(TimeSpan? oldestFor, EndpointId endpoint = default, DateTimeOffset dueAt = default)
    {
        lock (_gate)
        {
            _dueSince = oldestFor is { } age ? After(-age) : null;
            (_behind, _dueAt) = (endpoint, dueAt);
        }
    }

    /// <summary>The oldest delivery that is due, as of the last poll; null where none is, or the engine does not deliver.</summary>
    public (EndpointId Endpoint, DateTimeOffset DueAt, TimeSpan Age)? Oldest
    {
        get
        {
            lock (_gate)
            {
                return _delivers && Since(_dueSince, clock.GetTimestamp()) is { } age ? (_behind, _dueAt, age) : null;
            }
        }
    }

    /// <summary>Outcomes cannot be recorded, or can again.</summary>
    public void RecordingWorks(bool works)
    {
        lock (_gate)
        {
            _notRecordingSince = works ? null : _notRecordingSince ?? clock.GetTimestamp();
        }
    }

    /// <summary>What is wrong with the keys of secrets at rest; null where all is well. Answers what it was before.</summary>
    public string? NoteKeyProblem(string? problem) => Interlocked.Exchange(ref _keyProblem, problem);

    /// <summary>So many client certificates end soon or have ended.</summary>
    public void NoteCertificatesEnding(int count) => _certificatesEnding = count;

    /// <summary>An endpoint cannot be signed for. Answers whether that is new.</summary>
    public bool NoteWithoutSigning(EndpointId endpoint)
    {
        _hasLackedSigning = true;
        var isNew = !_withoutSigning.ContainsKey(endpoint);
        _withoutSigning[endpoint] = clock.GetTimestamp();
        return isNew;
    }

    /// <summary>An endpoint can be signed for. Answers whether it could not before.</summary>
    /// <remarks>Asked for each attempt, so it does not ask the dictionary whether it is empty, for which it takes all of its locks.</remarks>
    public bool NoteSigning(EndpointId endpoint) => _hasLackedSigning && _withoutSigning.TryRemove(endpoint, out _);

    /// <summary>Nothing can be sent through a proxy. Answers whether that is new, or for another reason.</summary>
    public bool NoteProxyProblem(string proxy, string problem)
    {
        var isNew = !_proxies.TryGetValue(proxy, out var known) || known.Problem != problem;
        _proxies[proxy] = (problem, clock.GetTimestamp());
        return isNew;
    }

    /// <summary>A proxy can be used. Answers whether it could not before.</summary>
    public bool NoteProxyWorks(string proxy) => !_proxies.IsEmpty && _proxies.TryRemove(proxy, out _);

    /// <summary>Whether nothing can be sent through a proxy, as of the last try.</summary>
    public bool HasProblem(string proxy) => _proxies.TryGetValue(proxy, out var known) && clock.GetElapsedTime(known.At) <= ForgottenAfter;

    public WebhookVitals Read()
    {
        var proxyProblem = FindProxyProblem();
        lock (_gate)
        {
            if (!_delivers)
            {
                return new WebhookVitals { Delivers = false, KeyProblem = _keyProblem, ProxyProblem = proxyProblem };
            }

            var now = clock.GetTimestamp();
            return new WebhookVitals
            {
                Delivers = true,
                OwnedPartitions = _partitions,
                LeasesNotRenewedFor = now > _renewalExpectedBy ? clock.GetElapsedTime(_renewalExpectedBy, now) : null,
                ClockSkew = _skew,
                OldestDueAge = Since(_dueSince, now),
                WithoutProgressFor = Since(_dueSince is { } due ? Math.Max(due, Interlocked.Read(ref _progressAt)) : null, now),
                NotRecordingFor = Since(_notRecordingSince, now),
                KeyProblem = _keyProblem,
                ProxyProblem = proxyProblem,
                EndpointsWithoutSigning = CountWithoutSigning(now),
                CertificatesEnding = _certificatesEnding,
            };
        }
    }

    // A proxy that the options do not name any more is not tried any more.
    private string? FindProxyProblem()
    {
        var problems = _proxies.Where(proxy => HasProblem(proxy.Key)).Select(proxy => $"{proxy.Key}: {proxy.Value.Problem}").Order(StringComparer.Ordinal).ToArray();
        return problems.Length == 0 ? null : string.Join(' ', problems);
    }

    // One that another instance has taken over, or that has nothing more to be sent, is not tried any more.
    private int CountWithoutSigning(long now)
    {
        foreach (var (endpoint, at) in _withoutSigning)
        {
            if (clock.GetElapsedTime(at, now) > ForgottenAfter)
            {
                _withoutSigning.TryRemove(endpoint, out _);
            }
        }

        return _withoutSigning.Count;
    }

    private long After(TimeSpan time) => clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency);

    private TimeSpan? Since(long? moment, long now) => moment is { } start ? clock.GetElapsedTime(Math.Min(start, now), now) : null;
}
