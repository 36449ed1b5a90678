using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace WebhookKit.EndToEnd.Tests.Programs;

/// <summary>A program, run as a process of its own: its output is kept, and it never outlives the test.</summary>
internal sealed class StartedProgram : IAsyncDisposable
{
    private const int SigTerm = 15;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private StartedProgram(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Everything it has printed, to both streams.</summary>
    public string Output => string.Join('\n', _lines);

    /// <param name="name">The project of the program.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="environment">Its variables, besides those of the test that do not configure ASP.NET Core.</param>
    public static StartedProgram Start(string name, IEnumerable<string> args, IReadOnlyDictionary<string, string> environment)
    {
        var path = typeof(StartedProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == name).Value!;
        var start = new ProcessStartInfo("dotnet", [path, .. args])
        {
            WorkingDirectory = Path.GetDirectoryName(path)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(key => key.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(inherited);
        }

        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var program = new StartedProgram(new Process { StartInfo = start });
        program._process.OutputDataReceived += program.Keep;
        program._process.ErrorDataReceived += program.Keep;
        program._process.Start();
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Waits until a line matches.</summary>
    /// <returns>The first group of the match.</returns>
    public async Task<string> WaitForLineAsync(Regex pattern, TimeSpan timeout)
    {
        var found = "";
        await Eventually.HoldsAsync(
            () =>
            {
                var match = _lines.Select(line => pattern.Match(line)).FirstOrDefault(match => match.Success);
                found = match?.Groups[1].Value ?? "";
                return match is not null || _process.HasExited;
            },
            timeout,
            () => $"A line that matches {pattern}. Output so far:\n{Output}");
        Assert.That(found, Is.Not.Empty, $"The program ended before it printed a line that matches {pattern}:\n{Output}");
        return found;
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The program has not ended within {timeout}. Output so far:\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>Ends it as a power cut would: no handler runs.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as an orchestrator would.</summary>
    public void Terminate() => Assert.That(Kill(_process.Id, SigTerm), Is.Zero);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            _lines.Enqueue(text);
        }
    }
}
