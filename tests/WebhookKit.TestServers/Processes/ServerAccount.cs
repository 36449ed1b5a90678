using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WebhookKit.TestServers.Processes;

/// <summary>Who runs a server that refuses to be run by root.</summary>
internal static class ServerAccount
{
    /// <summary>The account that the Debian package of PostgreSQL makes; PgBouncer's makes the same one.</summary>
    private const string Name = "postgres";

    public static bool IsRoot { get; } = EffectiveUser() == 0;

    /// <summary>The command that runs a program as the account; the program keeps the process id.</summary>
    public static IReadOnlyList<string> Prefix { get; } =
        IsRoot ? ["setpriv", $"--reuid={Name}", $"--regid={Name}", "--init-groups", "--"] : [];

    /// <summary>Gives a folder and all in it to the account.</summary>
    public static Task OwnAsync(string folder) => IsRoot ? RunAsync("chown", "-R", $"{Name}:{Name}", folder) : Task.CompletedTask;

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it printed.</exception>
    public static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/", // the account may not be allowed into the folder of the tests
        })!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with status {process.ExitCode}:\n{string.Concat(output)}");
        }
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint EffectiveUser();
}
