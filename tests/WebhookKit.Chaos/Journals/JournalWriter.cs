using System.Text;
using System.Threading.Channels;

namespace WebhookKit.Chaos.Journals;

/// <summary>Appends lines to a file and forces them to disk, as many at once as have come up. Thread-safe.</summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    private readonly Channel<(string Line, TaskCompletionSource? Written)> _lines =
        Channel.CreateUnbounded<(string, TaskCompletionSource?)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly FileStream _file;
    private readonly Task _writing;

    public JournalWriter(string path)
    {
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Appends a line, which is on disk soon.</summary>
    public void Append(string line) => _lines.Writer.TryWrite((line, null));

    /// <summary>Appends a line and waits until it is on disk.</summary>
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
        await _file.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        var (batch, waiting) = (new StringBuilder(), new List<TaskCompletionSource>());
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
            _file.Flush(flushToDisk: true);
            waiting.ForEach(written => written.SetResult());
            batch.Clear();
            waiting.Clear();
        }
    }
}
