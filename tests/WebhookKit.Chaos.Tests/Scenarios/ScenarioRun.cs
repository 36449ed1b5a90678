using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace WebhookKit.Chaos.Tests.Scenarios;

/// <summary>The program, run to its end with some arguments.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Result">The JSON that it wrote; undefined where it wrote none.</param>
internal sealed record ScenarioRun(int ExitCode, string Output, JsonElement Result)
{
    private const string Project = "WebhookKit.Chaos";
    private static readonly string[] Refusals = ["is not installed", "mounting one was refused"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public int this[string name] => Result.GetProperty(name).GetInt32();

    /// <summary>Runs a scenario; without the server or the rights that it needs, and outside CI, the test is ignored.</summary>
    public static async Task<ScenarioRun> OfAsync(params string[] args)
    {
        var file = Path.GetTempFileName();
        try
        {
            var (exitCode, output) = await StartAsync([.. args, "--json", file]);
            if (exitCode != 0 && Refusals.Any(refusal => output.Contains(refusal, StringComparison.Ordinal)) && Environment.GetEnvironmentVariable("CI") is null)
            {
                Assert.Ignore(output);
            }

            var json = await File.ReadAllTextAsync(file);
            return new ScenarioRun(exitCode, output, json.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(json));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Runs the program.</summary>
    public static async Task<(int ExitCode, string Output)> StartAsync(params string[] args)
    {
        var path = typeof(ScenarioRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == Project).Value!;
        using var process = Process.Start(new ProcessStartInfo("dotnet", [path, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var deadline = new CancellationTokenSource(Patience);
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"Not within {Patience}: {string.Join(' ', args)}");
        }

        return (process.ExitCode, string.Concat(await output));
    }

    public double FigureOf(string name) =>
        Result.GetProperty("figures").EnumerateArray().Single(figure => figure.GetProperty("name").GetString() == name).GetProperty("actual").GetDouble();

    /// <summary>Holds that every bar was met.</summary>
    public ScenarioRun Passes()
    {
        Assert.That(ExitCode, Is.Zero, Output);
        Assert.That(Result.GetProperty("passed").GetBoolean(), Is.True, Output);
        Assert.That((this["lost"], this["ghosts"]), Is.EqualTo((0, 0)), Output);
        Assert.That(this["duplicates"], Is.LessThanOrEqualTo(this["duplicates_bound"]), Output);
        return this;
    }
}
