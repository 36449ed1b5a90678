using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace WebhookKit.Chaos.Journals;

/// <summary>
/// Appends lines to a file, as many at once as have come up, and forces them to disk every few of these batches. What is written
/// survives the end of the process; what is forced to disk survives the end of the machine, too. Thread-safe.
/// </summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    private static readonly TimeSpan SyncEvery = TimeSpan.FromMilliseconds(50);

    private readonly Channel<(string Line, TaskCompletionSource? Written)> _lines =
        Channel.CreateUnbounded<(string, TaskCompletionSource?)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly FileStream _file;
    private readonly Task _writing;

    public JournalWriter(string path)
    {
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Appends a line, which is written soon.</summary>
    public void Append(string line) => _lines.Writer.TryWrite((line, null));

    /// <summary>Appends a line and waits until it is written.</summary>
    public Task AppendAsync(string line)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lines.Writer.TryWrite((line, written));
        return written.Task;
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
        _file.Flush(flushToDisk: true);
        await _file.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        var (batch, waiting) = (new StringBuilder(), new List<TaskCompletionSource>());
        var syncedAt = Stopwatch.GetTimestamp();
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (_lines.Reader.TryRead(out var next))
            {
                batch.Append(next.Line).Append('\n');
                if (next.Written is { } written)
                {
                    waiting.Add(written);
                }
            }

            await _file.WriteAsync(Encoding.UTF8.GetBytes(batch.ToString()));
            await _file.FlushAsync();
            waiting.ForEach(written => written.SetResult());
            batch.Clear();
            waiting.Clear();
            if (Stopwatch.GetElapsedTime(syncedAt) > SyncEvery)
            {
                _file.Flush(flushToDisk: true);
                syncedAt = Stopwatch.GetTimestamp();
            }
        }
    }
}
