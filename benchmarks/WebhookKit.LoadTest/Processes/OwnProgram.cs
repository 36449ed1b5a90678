using System.Diagnostics;

namespace WebhookKit.LoadTest.Processes;

/// <summary>This program once more, in a process of its own that ends when its standard input does, and so with this one.</summary>
internal static class OwnProgram
{
    public static Process Start(string verb, IReadOnlyDictionary<string, string>? environment = null)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(OwnProgram).Assembly.Location);
        }

        // A profiler that starts this program suspends what inherits this, and nobody would resume the other one.
        start.Environment.Remove("DOTNET_DiagnosticPorts");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        start.ArgumentList.Add(verb);
        return Process.Start(start) ?? throw new InvalidOperationException($"The process for {verb} did not start.");
    }

    /// <summary>Ends it by ending its input.</summary>
    public static async Task StopAsync(Process process)
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public static TimeSpan CpuTimeOf(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
