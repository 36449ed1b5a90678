using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Processes;

namespace WebhookKit.Chaos.Suites;

/// <summary>A scenario in a process of its own: whatever becomes of it, the others are run.</summary>
internal static class ScenarioProcess
{
    public const string Verb = "__scenario";
    private const int Missed = 1;
    private const int MostLines = 20;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(60);

    /// <exception cref="OperationCanceledException">It was cancelled; all that had been started is ended.</exception>
    public static async Task<SuiteRow> RunAsync(ChaosArguments arguments, TimeSpan patience, CancellationToken ending)
    {
        var file = Path.GetTempFileName();
        var (startedAt, running) = (DateTimeOffset.UtcNow, Stopwatch.StartNew());
        var process = OwnProgram.Start(Verb, arguments with { JsonFile = file });
        try
        {
            var error = await WaitAsync(process, patience, ending);
            return RowOf(arguments, error, await File.ReadAllTextAsync(file, ending), LastOf(process), startedAt, running.Elapsed);
        }
        finally
        {
            await process.DisposeAsync();
            File.Delete(file);
        }
    }

    private static async Task<string?> WaitAsync(ChildProcess process, TimeSpan patience, CancellationToken ending)
    {
        try
        {
            if (await process.WaitForExitAsync(patience, ending))
            {
                return process.ExitCode is 0 or Missed ? null : $"It ended with status {process.ExitCode}.\n{LastOf(process)}";
            }
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process);
            throw;
        }

        await EndAsync(process);
        return $"It was given up after {patience.TotalMinutes:0} min.\n{LastOf(process)}";
    }

    /// <summary>Has it end what it has started.</summary>
    private static async Task EndAsync(ChildProcess process)
    {
        process.Send(Signal.Terminate);
        await process.WaitForExitAsync(EndPatience, CancellationToken.None);
    }

    private static SuiteRow RowOf(ChaosArguments arguments, string? error, string json, string said, DateTimeOffset startedAt, TimeSpan took) =>
        json.Length == 0
            ? new SuiteRow(arguments, null, error ?? $"It wrote no result.\n{said}", startedAt, took)
            : new SuiteRow(arguments, JsonSerializer.Deserialize<JsonObject>(json), error, startedAt, took);

    private static string LastOf(ChildProcess process) => string.Join('\n', process.Lines.TakeLast(MostLines));
}
