using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookKit.Hosting;
using WebhookKit.Protecting;
using WebhookKit.Testing;

namespace WebhookKit.AspNetCore.Tests.Handlers;

/// <summary>Canaries: secrets that must be found nowhere but in what is sent.</summary>
internal sealed class SecretsAtRestTests
{
    private const string HeaderCanary = "canary-token-7f3a9c51d2";

    private static readonly byte[] First = Encoding.ASCII.GetBytes("CANARY-first-secret-0123456789ab");
    private static readonly byte[] Second = Encoding.ASCII.GetBytes("CANARY-second-secret-987654321zz");

    [TestCase(false, TestName = "A_canary_is_found_nowhere_with_a_key")]
    [TestCase(true, TestName = "A_canary_is_found_nowhere_with_data_protection")]
    public async Task A_canary_is_found_nowhere(bool withDataProtection)
    {
        var seen = new ConcurrentQueue<string>();
        using var listener = Listen(seen);
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(seen, withDataProtection);
        var good = await CreateAsync(host, receiver.At("/good").Url, seen);
        var bad = await CreateAsync(host, receiver.At("/bad").AnswerAlways(500).Url, seen);

        await host.PublishAsync();
        await receiver.WaitForAsync(2, TimeSpan.FromSeconds(30));
        foreach (var endpoint in new[] { good, bad })
        {
            var rotated = await host.PostAsync($"v1/endpoints/{endpoint}/rotate-secret", $$"""{"secret":"{{Text(Second)}}"}""");
            Assert.That(rotated.Body.GetProperty("secret").GetString(), Is.EqualTo(Text(Second)), "Shown once.");
            foreach (var path in new[] { "test", "pause", "resume", "disable", "enable" })
            {
                seen.Enqueue((await host.PostAsync($"v1/endpoints/{endpoint}/{path}")).Text);
            }

            seen.Enqueue((await host.PutAsync($"v1/endpoints/{endpoint}", $$$"""{"url":"ftp://{{{HeaderCanary[..6]}}}.example","events":["*"],"headers":{"Authorization":"(redacted)"}}""")).Text);
        }

        foreach (var path in new[] { "endpoints", $"endpoints/{good}", "deliveries", "dead-letters", "audit", "jobs", "stats", "secret-keys" })
        {
            seen.Enqueue((await host.GetAsync("v1/" + path)).Text);
        }

        var shown = string.Join('\n', seen);
        var stored = Encoding.Latin1.GetString(ReadDatabase(host));
        Assert.Multiple(() =>
        {
            Assert.That(receiver.Requests.Select(request => request.Headers["Authorization"]), Is.All.EqualTo("Bearer " + HeaderCanary));
            Assert.That(shown, Does.Contain("secret_rotated").And.Contain("attempt").IgnoreCase, "Something was looked at.");
            foreach (var form in Forms())
            {
                Assert.That(shown.Contains(form, StringComparison.OrdinalIgnoreCase), Is.False, $"Shown: {form}");
                Assert.That(stored.Contains(form, StringComparison.OrdinalIgnoreCase), Is.False, $"Stored: {form}");
            }
        });
    }

    [Test]
    public async Task The_api_counts_keys_and_re_encrypts()
    {
        await using var host = await ApiHost.StartAsync();
        await host.CreateEndpointAsync();

        var plain = await host.GetAsync("v1/secret-keys");
        var done = await host.PostAsync("v1/secret-keys/reencrypt");

        Assert.That(plain.Text, Is.EqualTo("""{"keys":[{"id":"(plaintext)","is_current":true,"endpoints":1,"values":1}],"left":0,"reencrypted":0,"unreadable":0,"removed":0}"""));
        Assert.That((done.Status, done.Text), Is.EqualTo((200, plain.Text)), "There is no key, and this is Development.");
    }

    [Test]
    public async Task Plaintext_is_re_encrypted_by_data_protection()
    {
        await using var host = await StartAsync(new ConcurrentQueue<string>(), withDataProtection: true);
        var id = await CreateAsync(host, "https://example.com/hooks", new ConcurrentQueue<string>());
        using (var connection = new SqliteConnection($"Data Source={host.DatabaseFile}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE webhook_secrets SET protected = $raw";
            command.Parameters.AddWithValue("$raw", First);
            Assert.That(command.ExecuteNonQuery(), Is.EqualTo(1));
        }

        var before = await host.GetAsync("v1/secret-keys");
        var after = await host.PostAsync("v1/secret-keys/reencrypt");

        Assert.That(before.Text, Does.Contain("(plaintext)").And.Contain("\"left\":1"));
        Assert.That(after.Text, Does.Not.Contain("(plaintext)").And.Contain("\"left\":0,\"reencrypted\":1,\"unreadable\":0"));
        Assert.That((await host.GetAsync($"v1/endpoints/{id}")).Status, Is.EqualTo(200));
    }

    private static IEnumerable<string> Forms() => new[] { First, Second, Encoding.ASCII.GetBytes(HeaderCanary) }.SelectMany(canary => new[]
    {
        Encoding.ASCII.GetString(canary),
        Convert.ToHexString(canary),
        Convert.ToBase64String(canary)[..28],
    });

    private static string Text(byte[] secret) => WebhookSecret.FromBytes(secret).Reveal();

    private static Task<ApiHost> StartAsync(ConcurrentQueue<string> seen, bool withDataProtection) => ApiHost.StartAsync(services =>
    {
        services.Configure<HostingOptions>(options => options.Deliver = true);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new SeenLog(seen)));
        if (withDataProtection)
        {
            services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
            services.AddWebhooks().UseDataProtection();
        }
        else
        {
            services.Configure<SecretsOptions>(options => options.Keys["k1"] = Convert.ToBase64String(new byte[32]));
        }
    });

    private static async Task<string> CreateAsync(ApiHost host, string url, ConcurrentQueue<string> seen)
    {
        var refused = await host.PostAsync("v1/endpoints", $$$"""{"url":"ftp://x","events":["*"],"secret":"{{{Text(First)}}}","headers":{"Authorization":"Bearer {{{HeaderCanary}}}"}}""");
        Assert.That(refused.Status, Is.EqualTo(400));
        seen.Enqueue(refused.Text);
        var created = await host.PostAsync("v1/endpoints", $$$"""{"url":"{{{url}}}","events":["*"],"secret":"{{{Text(First)}}}","headers":{"Authorization":"Bearer {{{HeaderCanary}}}"}}""");
        Assert.That(created.Body.GetProperty("secret").GetString(), Is.EqualTo(Text(First)), "Shown once.");
        return created.Body.GetProperty("id").GetString()!;
    }

    private static byte[] ReadDatabase(ApiHost host) =>
    [
        .. Directory.GetFiles(Path.GetDirectoryName(host.DatabaseFile)!).SelectMany(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }),
    ];

    private static ActivityListener Listen(ConcurrentQueue<string> seen)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("WebhookKit", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {activity.StatusDescription}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private sealed class SeenLog(ConcurrentQueue<string> seen) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            seen.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
