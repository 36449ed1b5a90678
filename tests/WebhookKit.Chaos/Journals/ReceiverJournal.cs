using System.Diagnostics;
using System.Globalization;

namespace WebhookKit.Chaos.Journals;

/// <summary>What the receiver writes down: a line when a request has come in, and a line just before it is answered or is over without.</summary>
internal sealed class ReceiverJournal(string path) : IAsyncDisposable
{
    private const string Started = "started";
    private const string Answered = "answered";
    private const string Ended = "ended";
    private readonly JournalWriter _writer = new(path);

    public void Start(long number, int endpoint, string instance, string webhookId, long signedAt, string key) =>
        _writer.Append($"{Started} {Stopwatch.GetTimestamp()} {number} {endpoint} {instance} {webhookId} {signedAt} {key}");

    public void Answer(long number, int status) => _writer.Append($"{Answered} {Stopwatch.GetTimestamp()} {number} {status}");

    /// <summary>It is over without an answer: cut, or given up by who made it.</summary>
    public void End(long number) => _writer.Append($"{Ended} {Stopwatch.GetTimestamp()} {number}");

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    public static IReadOnlyList<Request> Read(string path)
    {
        var requests = new Dictionary<long, Request>();
        foreach (var fields in JournalFile.Read(path))
        {
            var (at, number) = (Parse(fields[1]), Parse(fields[2]));
            requests[number] = fields[0] switch
            {
                Started => new Request(number, at, (int)Parse(fields[3]), fields[4], fields[5], fields[7]) { SignedAt = Parse(fields[6]) },
                Answered => requests[number] with { AnsweredAt = at, Status = (int)Parse(fields[3]) },
                _ => requests[number] with { EndedAt = at },
            };
        }

        return [.. requests.Values];
    }

    private static long Parse(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
