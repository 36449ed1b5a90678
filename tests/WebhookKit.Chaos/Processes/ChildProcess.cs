using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WebhookKit.Chaos.Processes;

/// <summary>A process that this one has started: signals go to it and to nobody else, and it never outlives its disposal.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int MostLines = 400;
    private const int MostWarnings = 100;
    private const int MostOfWarning = 200; // the stack of an exception would hide what others have said
    private const string ErrorBeginning = "fail:";
    private const string WarningBeginning = "warn:";
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<(long At, string Text)> _warnings = new();
    private int _errors;

    public ChildProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>What it has printed last.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>The beginnings of the warnings and errors that it has logged to its console last, and when they were read, by the machine's monotonic clock.</summary>
    public IReadOnlyCollection<(long At, string Text)> Warnings => _warnings;

    /// <summary>How many errors it has logged to its console since it began.</summary>
    public int Errors => Volatile.Read(ref _errors);

    /// <summary>Waits for a line that begins with some text, and answers the rest of it.</summary>
    public async Task<string> WaitForLineAsync(string beginning, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var waiting = Stopwatch.StartNew(); ; await Task.Delay(5, cancellationToken))
        {
            if (_lines.FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal)) is { } found)
            {
                return found[beginning.Length..].Trim();
            }

            if (waiting.Elapsed > patience || HasExited)
            {
                throw new ScenarioFailedException($"A process did not say '{beginning}':\n{string.Join('\n', _lines)}");
            }
        }
    }

    public void Send(Signal signal)
    {
        // Until it is waited for, which only happens here, its id belongs to nobody else.
        if (!HasExited)
        {
            _ = Kill(_process.Id, (int)signal);
        }
    }

    /// <summary>Ends it as a power cut would: no handler runs.</summary>
    public async Task KillAsync()
    {
        Send(Signal.Kill);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Writes a line to its input.</summary>
    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends its input, which our own programs take as the request to end, and waits until they have.</summary>
    public async Task EndAsync()
    {
        _process.StandardInput.Close();
        if (!await WaitForExitAsync(EndPatience, CancellationToken.None))
        {
            throw new ScenarioFailedException($"A process does not end with its input:\n{string.Join('\n', _lines)}");
        }
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Whether it did in time.</returns>
    public async Task<bool> WaitForExitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            _lines.Enqueue(text);
            if (text.StartsWith(ErrorBeginning, StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _errors);
            }

            if (text.StartsWith(ErrorBeginning, StringComparison.Ordinal) || text.StartsWith(WarningBeginning, StringComparison.Ordinal))
            {
                _warnings.Enqueue((Stopwatch.GetTimestamp(), text[..Math.Min(text.Length, MostOfWarning)]));
                if (_warnings.Count > MostWarnings)
                {
                    _warnings.TryDequeue(out _);
                }
            }

            if (_lines.Count > MostLines)
            {
                _lines.TryDequeue(out _);
            }
        }
    }
}
