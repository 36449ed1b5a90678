using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WebhookKit.EndToEnd.Tests.Programs;

/// <summary>A sample host, run as a process on a database of the test, and a client for what it serves.</summary>
internal sealed partial class OrdersApiProgram : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(40);
    private static readonly Dictionary<string, string> Development = new() { ["ASPNETCORE_ENVIRONMENT"] = "Development" };

    private OrdersApiProgram(StartedProgram process, Uri url)
    {
        Process = process;
        Client = new HttpClient { BaseAddress = url, Timeout = StartTimeout };
    }

    public StartedProgram Process { get; }

    public HttpClient Client { get; }

    /// <summary>Starts the program for development, on a free port, and waits until it listens.</summary>
    /// <param name="database">The database file.</param>
    /// <param name="configuration">More configuration, by environment variable.</param>
    public static Task<OrdersApiProgram> StartAsync(string database, params (string Name, string Value)[] configuration) =>
        StartAsync("OrdersApi", [], EnvironmentFor(database, configuration));

    /// <summary>Starts the one with Entity Framework Core.</summary>
    /// <param name="args">The arguments that choose its database.</param>
    /// <param name="configuration">More configuration, by environment variable.</param>
    public static Task<OrdersApiProgram> StartEfCoreAsync(IEnumerable<string> args, params (string Name, string Value)[] configuration) =>
        StartAsync("OrdersEfCore", args, EnvironmentFor(configuration));

    public static Dictionary<string, string> EnvironmentFor(string database, params (string Name, string Value)[] configuration) =>
        EnvironmentFor([("ConnectionStrings__App", $"Data Source={database}"), .. configuration]);

    /// <summary>Creates an endpoint.</summary>
    /// <returns>Its id and its secret.</returns>
    public async Task<(string Id, string Secret)> CreateEndpointAsync(string url, params string[] events)
    {
        var endpoint = await PostAsync("webhooks/v1/endpoints", new { url, events });
        return (endpoint.GetProperty("id").GetString()!, endpoint.GetProperty("secret").GetString()!);
    }

    /// <summary>Publishes an event.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> PublishAsync(string type, object payload)
    {
        var accepted = await PostAsync("webhooks/v1/events", new { type, payload });
        return accepted.GetProperty("event_id").GetString()!;
    }

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await Client.PostAsJsonAsync(path, body);
        return await ReadAsync(response);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(response);
    }

    /// <summary>Waits until a delivery of the event has the status, and answers it.</summary>
    public async Task<JsonElement> WaitForDeliveryAsync(string eventId, string status, TimeSpan timeout)
    {
        var found = default(JsonElement);
        var last = default(JsonElement);
        await Eventually.HoldsAsync(
            async () =>
            {
                last = await GetAsync($"webhooks/v1/deliveries?event_id={eventId}");
                found = last.GetProperty("data").EnumerateArray().FirstOrDefault(delivery => delivery.GetProperty("status").GetString() == status);
                return found.ValueKind == JsonValueKind.Object;
            },
            timeout,
            () => $"a delivery of {eventId} that is {status}. The last answer: {last}\n{Process.Output}");
        return found;
    }

    /// <summary>Whether no delivery waits to be sent, or to be sent again.</summary>
    public async Task<bool> HasNothingPendingAsync()
    {
        foreach (var status in new[] { "pending", "failed" })
        {
            var page = await GetAsync($"webhooks/v1/deliveries?status={status}&limit=1");
            if (page.GetProperty("data").GetArrayLength() > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Asks it to end and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> StopAsync()
    {
        Process.Terminate();
        return Process.WaitForExitAsync(StopTimeout);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
    }

    private static Dictionary<string, string> EnvironmentFor((string Name, string Value)[] configuration)
    {
        var environment = new Dictionary<string, string>(Development);
        foreach (var (name, value) in configuration)
        {
            environment[name] = value;
        }

        return environment;
    }

    private static async Task<OrdersApiProgram> StartAsync(string name, IEnumerable<string> args, IReadOnlyDictionary<string, string> environment)
    {
        var process = StartedProgram.Start(name, ["--urls", "http://127.0.0.1:0", .. args], environment);
        try
        {
            return new OrdersApiProgram(process, new Uri(await process.WaitForLineAsync(ListeningLine(), StartTimeout)));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, Is.True, $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    [GeneratedRegex(@"^\s*Orders API\s+(http://\S+)/orders$")]
    private static partial Regex ListeningLine();
}
