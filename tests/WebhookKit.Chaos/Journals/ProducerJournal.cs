using System.Diagnostics;
using System.Globalization;

namespace WebhookKit.Chaos.Journals;

/// <summary>
/// What the producer writes down: a line before each publish and a line after it. A publish without a second line, because
/// the producer died, is one of unknown outcome.
/// </summary>
internal sealed class ProducerJournal(string path) : IAsyncDisposable
{
    private const string Begun = "begun";
    private readonly JournalWriter _writer = new(path);

    public Task BeginAsync(string key, string owner, bool hasOrder) =>
        _writer.AppendAsync($"{Begun} {Stopwatch.GetTimestamp()} {key} {owner} {hasOrder}");

    public void End(string key, PublishState state) => _writer.Append($"{state} {Stopwatch.GetTimestamp()} {key}");

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    public static IReadOnlyList<Publish> Read(string path)
    {
        var publishes = new Dictionary<string, Publish>();
        foreach (var fields in JournalFile.Read(path))
        {
            var key = fields[2];
            publishes[key] = fields[0] == Begun
                ? new Publish(key, fields[3], bool.Parse(fields[4]), PublishState.Info, long.Parse(fields[1], CultureInfo.InvariantCulture))
                : publishes[key] with { State = Enum.Parse<PublishState>(fields[0]) };
        }

        return [.. publishes.Values];
    }
}
