using System.Security.Cryptography;
using Npgsql;
using WebhookKit.TestServers.Processes;

namespace WebhookKit.TestServers;

/// <summary>
/// A private PostgreSQL server in a temporary folder, on a free loopback port, with a random password. It is as durable
/// as PostgreSQL is by default, unless the settings say otherwise, and never outlives this process.
/// </summary>
public sealed class PostgreSqlCluster : IAsyncDisposable
{
    private const string Package = "postgresql";
    private const string User = "postgres";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("webhookkit-pg-");
    private readonly string _binaries;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private WatchedProcess? _server;

    private PostgreSqlCluster(string binaries, IReadOnlyDictionary<string, string> settings, string password, bool hasClock)
    {
        (_binaries, _settings) = (binaries, settings);
        Clock = hasClock ? new ServerClock(_folder.FullName) : null;
        ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = LoopbackPort.Choose(),
            Username = User,
            Password = password,
            Database = "postgres",
        }.ConnectionString;
    }

    /// <summary>Connects the superuser to the database <c>postgres</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>The server's own clock; null where it has that of the machine.</summary>
    public ServerClock? Clock { get; }

    internal string Password => new NpgsqlConnectionStringBuilder(ConnectionString).Password!;

    internal int Port => new NpgsqlConnectionStringBuilder(ConnectionString).Port;

    private string Data => Path.Combine(_folder.FullName, "data");

    private WatchedProcess Server => _server ?? throw new InvalidOperationException("The server is stopped.");

    /// <summary>Makes a cluster and starts it.</summary>
    /// <param name="settings">What <c>postgresql.conf</c> would say, besides the defaults.</param>
    /// <param name="hasClock">Whether it gets a clock of its own, which costs time whenever it looks at it.</param>
    /// <exception cref="ServerMissingException">PostgreSQL is not installed, or what a clock of its own needs.</exception>
    public static async Task<PostgreSqlCluster> StartAsync(IReadOnlyDictionary<string, string>? settings = null, bool hasClock = false)
    {
        var binaries = Path.GetDirectoryName(Installed.Find("initdb", Package, VersionFolders()))!;
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var cluster = new PostgreSqlCluster(binaries, settings ?? new Dictionary<string, string>(), password, hasClock);
        try
        {
            await cluster.InitializeAsync(password);
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Guid.CreateVersion7():n}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Runs a statement as the superuser, in the database <c>postgres</c>.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Unpooled());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Starts the server again, at the same port, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        string[] own =
        [
            "listen_addresses=127.0.0.1", $"port={Port}", $"unix_socket_directories={_folder.FullName}",
            "logging_collector=off", "password_encryption=scram-sha-256",
        ];
        var settings = own.Concat(_settings.Select(setting => $"{setting.Key}={setting.Value}")).SelectMany(setting => new[] { "-c", setting });
        _server = await WatchedProcess.StartAsync(
            [.. ServerAccount.Prefix, .. Clock?.Prefix ?? [], Path.Combine(_binaries, "postgres"), "-D", Data, .. settings], _folder.FullName, lastSignal: "QUIT");
        await _server.WaitUntilAsync(AnswersAsync, StartPatience);
    }

    /// <summary>Stops the server; its data stays.</summary>
    /// <param name="immediate">As if it had crashed, so that it recovers at the next start; otherwise open connections are ended and all is written.</param>
    public async Task StopAsync(bool immediate = false)
    {
        await using var server = Server;
        await server.StopAsync(immediate ? "QUIT" : "INT");
        _server = null;
    }

    /// <inheritdoc cref="StopAsync"/>
    public async Task RestartAsync(bool immediate = false)
    {
        await StopAsync(immediate);
        await StartAsync();
    }

    /// <summary>The process ids of the server and all its children.</summary>
    public IReadOnlyList<int> ProcessIds() => ProcessTree.Of(Server.Id).Ids;

    /// <summary>The CPU time of the server since it was started, connections that have ended included.</summary>
    public TimeSpan CpuTime() => ProcessTree.Of(Server.Id).CpuTime;

    /// <summary>Stops the server and removes all that it kept.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            // As in a crash: to write down what hundreds of databases hold takes half a minute, and nobody will read it.
            await StopAsync(immediate: true);
        }

        _folder.Delete(recursive: true);
    }

    private static IEnumerable<string> VersionFolders()
    {
        var versions = new DirectoryInfo("/usr/lib/postgresql");
        return versions.Exists
            ? versions.EnumerateDirectories()
                .OrderByDescending(folder => double.TryParse(folder.Name, System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Select(folder => Path.Combine(folder.FullName, "bin"))
            : [];
    }

    private async Task InitializeAsync(string password)
    {
        var passwordFile = Path.Combine(_folder.FullName, "password");
        await File.WriteAllTextAsync(passwordFile, password);
        await ServerAccount.OwnAsync(_folder.FullName);
        await ServerAccount.RunAsync(
            [
                .. ServerAccount.Prefix, Path.Combine(_binaries, "initdb"), "-D", Data, "-U", User, "--pwfile", passwordFile,
                "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-sync",
            ]);
        File.Delete(passwordFile);
    }

    private string Unpooled() => new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString;

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await ExecuteAsync("SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
