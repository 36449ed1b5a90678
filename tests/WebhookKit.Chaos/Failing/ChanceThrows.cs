using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using WebhookKit.Storage;

namespace WebhookKit.Chaos.Failing;

/// <summary>Throws now and then, before what was asked for is done or after it, and says how often and how soon a loop came back. Thread-safe.</summary>
internal sealed class ChanceThrows
{
    /// <summary>Followed by how often it has thrown, and by the longest time in milliseconds until the same was asked again and answered.</summary>
    public const string Said = "thrown ";

    private const double Chance = 0.15;
    private readonly Random _random = new(Environment.ProcessId);
    private readonly ConcurrentDictionary<string, long> _failingSince = new();
    private readonly Lock _gate = new();
    private int _thrown;
    private double _longest;

    public async ValueTask<T> RunAsync<T>(string what, Func<ValueTask<T>> work)
    {
        var (throws, isBefore) = Choose();
        if (throws && isBefore)
        {
            throw Note(what);
        }

        var result = await work();
        if (throws)
        {
            throw Note(what);
        }

        if (_failingSince.TryRemove(what, out var since))
        {
            Say(thrown: 0, Stopwatch.GetElapsedTime(since));
        }

        return result;
    }

    private (bool Throws, bool IsBefore) Choose()
    {
        lock (_gate)
        {
            return (_random.NextDouble() < Chance, _random.Next(2) == 0);
        }
    }

    private Exception Note(string what)
    {
        _failingSince.TryAdd(what, Stopwatch.GetTimestamp());
        var kind = Say(thrown: 1, TimeSpan.Zero) % 5;
        return kind switch
        {
            0 => (Exception)new InvalidOperationException($"Thrown by the harness: {what}."),
            1 => new WebhookStoreException($"Thrown by the harness: {what}.", isTransient: true),
            2 => new OperationCanceledException($"Thrown by the harness: {what}."),
            3 => new TimeoutException($"Thrown by the harness: {what}."),
            _ => new KeyNotFoundException($"Thrown by the harness: {what}."),
        };
    }

    private int Say(int thrown, TimeSpan back)
    {
        lock (_gate)
        {
            _thrown += thrown;
            _longest = Math.Max(_longest, back.TotalMilliseconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Said}{_thrown} {_longest:F0}"));
            return _thrown;
        }
    }
}
