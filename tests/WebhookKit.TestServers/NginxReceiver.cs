using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using WebhookKit.TestServers.Processes;

namespace WebhookKit.TestServers;

/// <summary>An nginx that answers 204 to everything, keeps every connection and writes nothing down: the cheapest receiver there is.</summary>
public sealed partial class NginxReceiver : IAsyncDisposable
{
    private const string StatusPath = "nginx-status";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder;
    private readonly int _port;
    private readonly WatchedProcess _server;
    private readonly HttpClient _status = new();
    private long _asked;

    private NginxReceiver(DirectoryInfo folder, int port, WatchedProcess server) => (_folder, _port, _server) = (folder, port, server);

    /// <summary>Where it listens, with a slash at the end.</summary>
    public string Address => $"http://127.0.0.1:{_port}/";

    /// <exception cref="ServerMissingException">nginx is not installed.</exception>
    public static async Task<NginxReceiver> StartAsync(int workers = 1)
    {
        var program = Installed.Find("nginx", "nginx-light");
        var (folder, port) = (Directory.CreateTempSubdirectory("webhookkit-nginx-"), LoopbackPort.Choose());
        var configuration = Path.Combine(folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(configuration, ConfigurationOf(folder.FullName, port, workers));
        var server = await WatchedProcess.StartAsync(
            [program, "-p", folder.FullName, "-c", configuration, "-e", "stderr"], folder.FullName, lastSignal: "TERM");
        var receiver = new NginxReceiver(folder, port, server);
        try
        {
            await server.WaitUntilAsync(receiver.AnswersAsync, StartPatience);
            return receiver;
        }
        catch
        {
            await receiver.DisposeAsync();
            throw;
        }
    }

    /// <summary>The CPU time of all its processes since it was started.</summary>
    public TimeSpan CpuTime() => ProcessTree.Of(_server.Id).CpuTime;

    /// <summary>How many requests it has had since it was started, those that asked for this left out.</summary>
    public async Task<long> CountAsync()
    {
        var status = await _status.GetStringAsync(Address + StatusPath);
        return long.Parse(Requests().Match(status).Groups[1].ValueSpan, CultureInfo.InvariantCulture) - ++_asked;
    }

    public async ValueTask DisposeAsync()
    {
        _status.Dispose();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>The folder is ours alone, so a worker of root stays root.</summary>
    private static string ConfigurationOf(string folder, int port, int workers) =>
        $$"""
        {{(ServerAccount.IsRoot ? "user root root;" : "")}}
        daemon off;
        worker_processes {{workers}};
        pid {{folder}}/nginx.pid;
        error_log stderr error;
        events { worker_connections 8192; }
        http {
          access_log off;
          keepalive_timeout 1h;
          keepalive_requests 1000000000;
          client_max_body_size 0;
          client_body_buffer_size 512k;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          server {
            listen 127.0.0.1:{{port}} backlog=4096;
            location / { return 204; }
            location = /{{StatusPath}} { stub_status; }
          }
        }
        """;

    /// <summary>The line of three numbers: connections accepted, connections handled, requests.</summary>
    [GeneratedRegex(@"^ *\d+ \d+ (\d+) *$", RegexOptions.Multiline)]
    private static partial Regex Requests();

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
