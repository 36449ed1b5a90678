using System.Collections.Frozen;

namespace WebhookKit.Sending;

/// <summary>Which names the hosts file of the machine holds. Safe to ask concurrently; it is read again when it has changed.</summary>
internal sealed class HostsFile(string path)
{
    private readonly Lock _gate = new();
    private FrozenSet<string> _names = FrozenSet<string>.Empty;
    private (DateTime Written, long Length) _version;

    public static HostsFile OfThisMachine() => new(
        OperatingSystem.IsWindows() ? Path.Combine(Environment.SystemDirectory, "drivers", "etc", "hosts") : "/etc/hosts");

    public bool Names(string host)
    {
        try
        {
            lock (_gate)
            {
                var file = new FileInfo(path);
                var version = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
                if (version != _version)
                {
                    _names = file.Exists ? Read(file) : FrozenSet<string>.Empty;
                    _version = version;
                }

                return _names.Contains(host);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Who may not read it has no use for it: the name servers are asked.
            return false;
        }
    }

    private static FrozenSet<string> Read(FileInfo file) => File.ReadLines(file.FullName)
        .SelectMany(line => line.Split('#', 2)[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Skip(1))
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
