using System.Globalization;

namespace WebhookKit.Chaos.Processes;

/// <summary>The sockets that a process has open, by what the kernel says.</summary>
internal static class OpenSockets
{
    private const string Before = "socket:[";
    private const int Remote = 2;
    private const int Inode = 9;

    public static int CountOf(ChildProcess process) => InodesOf(process).Count;

    /// <summary>Those that lead to a port.</summary>
    public static int CountTo(ChildProcess process, int port)
    {
        var (inodes, ending) = (InodesOf(process), string.Create(CultureInfo.InvariantCulture, $":{port:X4}"));
        return new[] { "tcp", "tcp6" }
            .SelectMany(table => File.ReadLines($"/proc/{process.Id}/net/{table}").Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(fields => fields[Remote].EndsWith(ending, StringComparison.Ordinal) && inodes.Contains(fields[Inode]));
    }

    private static HashSet<string> InodesOf(ChildProcess process) =>
        new DirectoryInfo($"/proc/{process.Id}/fd").EnumerateFiles()
            .Select(file => file.LinkTarget)
            .Where(target => target?.StartsWith(Before, StringComparison.Ordinal) == true)
            .Select(target => target![Before.Length..^1])
            .ToHashSet();
}
