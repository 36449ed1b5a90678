using System.Globalization;
using WebhookKit.TestServers.Processes;

namespace WebhookKit.TestServers;

/// <summary>
/// The wall clock of one server, which a test can set: a library that is loaded into the server answers when it asks for the
/// time. What measures intervals goes on as it is.
/// </summary>
public sealed class ServerClock
{
    private const string Library = "libfaketimeMT.so.1";
    private const string Package = "libfaketime";
    private readonly string _library;
    private readonly string _file;

    /// <param name="folder">Where the server can read.</param>
    /// <exception cref="ServerMissingException">The library is not installed.</exception>
    internal ServerClock(string folder)
    {
        _library = Installed.Find(Library, Package, Directory.EnumerateDirectories("/usr/lib", "faketime", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }));
        _file = Path.Combine(folder, "clock");
        Set(TimeSpan.Zero);
    }

    /// <summary>The command that runs a program with this clock.</summary>
    internal IReadOnlyList<string> Prefix =>
    [
        "env", $"LD_PRELOAD={_library}", $"FAKETIME_TIMESTAMP_FILE={_file}", "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1",
    ];

    /// <summary>Sets it at once, for all that the server does.</summary>
    /// <param name="ahead">By how much it is ahead of the right time.</param>
    public void Set(TimeSpan ahead)
    {
        // In one step: somebody is always reading.
        var next = _file + ".next";
        File.WriteAllText(next, ahead.TotalSeconds.ToString("+0;-0", CultureInfo.InvariantCulture));
        File.Move(next, _file, overwrite: true);
    }
}
