namespace WebhookKit.TestServers.Processes;

/// <summary>Programs that a distribution installs.</summary>
internal static class Installed
{
    /// <summary>Where ordinary users do not always look, but Debian puts servers.</summary>
    private static readonly string[] SystemFolders = ["/usr/sbin", "/usr/local/sbin", "/usr/bin"];

    /// <param name="program">The name of the program.</param>
    /// <param name="package">The Debian package that has it.</param>
    /// <param name="folders">Where to look after PATH.</param>
    /// <exception cref="ServerMissingException">It is nowhere.</exception>
    public static string Find(string program, string package, params IEnumerable<string> folders) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(folders)
            .Concat(SystemFolders)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists)
        ?? throw new ServerMissingException(program, package);
}
