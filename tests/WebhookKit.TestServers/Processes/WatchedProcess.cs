using System.Diagnostics;
using System.Globalization;

namespace WebhookKit.TestServers.Processes;

/// <summary>
/// A server as a child process that does not outlive this one, even if this one is killed. A small shell between them
/// reads a pipe that only we hold: each line is a signal to pass on, and its end means that we have gone. The kernel's
/// parent-death signal would not do: it goes by the thread that started the child, and ours come and go.
/// </summary>
internal sealed class WatchedProcess : IAsyncDisposable
{
    private const string Watcher = """
        last_signal=$1 log=$2 folder=$3; shift 3
        exec 3<&0
        "$@" >>"$log" 2>&1 </dev/null 3<&- &
        server=$!
        echo "$server"
        {
          while read -r signal <&3; do kill -s "$signal" "$server"; done
          : >"$folder/abandoned"
          kill -s "$last_signal" "$server"
        } 2>/dev/null >&2 &
        reader=$!
        wait "$server"; status=$?
        if [ -e "$folder/abandoned" ]; then rm -rf -- "$folder"; else kill "$reader"; fi
        exit "$status"
        """;

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private readonly Process _watcher;
    private readonly string _log;

    private WatchedProcess(Process watcher, int id, string log) => (_watcher, Id, _log) = (watcher, id, log);

    /// <summary>The process id of the server, not of the shell.</summary>
    public int Id { get; }

    public bool HasExited => _watcher.HasExited;

    /// <param name="command">The program and its arguments.</param>
    /// <param name="folder">Where it keeps everything; removed if this process dies.</param>
    /// <param name="lastSignal">What ends the server at once, when this process has died.</param>
    public static async Task<WatchedProcess> StartAsync(IEnumerable<string> command, string folder, string lastSignal)
    {
        var log = Path.Combine(folder, "server.log");
        var watcher = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Watcher, "watcher", lastSignal, log, folder, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        })!;
        var id = await watcher.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"The shell that starts {folder} ended with nothing said.");
        return new WatchedProcess(watcher, int.Parse(id, CultureInfo.InvariantCulture), log);
    }

    /// <summary>Sends a signal and waits until the server has ended; after a while it is killed.</summary>
    public async Task StopAsync(string signal)
    {
        if (!await EndsAfterAsync(signal) && !await EndsAfterAsync("KILL"))
        {
            throw new TimeoutException($"Process {Id} outlives being killed:\n{Log()}");
        }
    }

    /// <summary>Asks again and again whether the server answers.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message has its log.</exception>
    /// <exception cref="TimeoutException">It does not answer in time; the message has its log.</exception>
    public async Task WaitUntilAsync(Func<Task<bool>> answers, TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await answers())
        {
            if (HasExited)
            {
                throw new InvalidOperationException($"The server ended with status {_watcher.ExitCode}:\n{Log()}");
            }

            if (Stopwatch.GetElapsedTime(started) > patience)
            {
                throw new TimeoutException($"The server does not answer within {patience}:\n{Log()}");
            }

            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync("TERM");
        _watcher.Dispose();
    }

    private async Task<bool> EndsAfterAsync(string signal)
    {
        using var deadline = new CancellationTokenSource(StopPatience);
        try
        {
            await _watcher.StandardInput.WriteLineAsync(signal);
            await _watcher.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has ended, and nobody reads any more.
        }

        try
        {
            await _watcher.WaitForExitAsync(deadline.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private string Log() => File.Exists(_log) ? File.ReadAllText(_log) : "";
}
