using System.Diagnostics;
using System.Text.Json;

namespace WebhookKit.Chaos.Processes;

/// <summary>
/// This program once more, in a process of its own that ends when its standard input does, and so with this one. Its settings
/// are in its environment, which other users of the machine cannot read.
/// </summary>
internal static class OwnProgram
{
    private const string Settings = "CHAOS_SETTINGS";

    public static ChildProcess Start<T>(string verb, T settings)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(OwnProgram).Assembly.Location);
        }

        // Many processes share few cores: a thread that spins in wait for work takes time from one that has some.
        start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        start.Environment[Settings] = JsonSerializer.Serialize(settings);
        start.ArgumentList.Add(verb);
        return new ChildProcess(Process.Start(start) ?? throw new InvalidOperationException($"The process for {verb} did not start."));
    }

    /// <summary>The settings that this process was started with.</summary>
    public static T ReadSettings<T>() => JsonSerializer.Deserialize<T>(Environment.GetEnvironmentVariable(Settings)!)!;

    /// <summary>Ends this process at once when the one that started it is gone.</summary>
    /// <param name="hear">Told each line of the input.</param>
    public static void EndWithParent(Action<string>? hear = null) =>
        new Thread(() =>
        {
            while (Console.In.ReadLine() is { } line)
            {
                hear?.Invoke(line);
            }

            Environment.Exit(1);
        })
        { IsBackground = true }.Start();
}
