using System.Diagnostics;
using System.Globalization;
using WebhookKit.Chaos.Journals;

namespace WebhookKit.Chaos.Timing;

/// <summary>What a host writes down about its store: how long each call took. Thread-safe.</summary>
internal sealed class StoreTimes(string path) : IAsyncDisposable
{
    public const string Reads = "read";
    public const string Renewals = "renew";
    public const string Purges = "purge";

    private readonly JournalWriter _writer = new(path);

    public void Note(string call, long startedAt) =>
        _writer.Append(string.Create(CultureInfo.InvariantCulture, $"{call} {Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds}"));

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    /// <summary>The milliseconds of all calls of one kind.</summary>
    public static IEnumerable<double> Read(string path, string call) =>
        JournalFile.Read(path).Where(fields => fields[0] == call).Select(fields => double.Parse(fields[1], CultureInfo.InvariantCulture));
}
