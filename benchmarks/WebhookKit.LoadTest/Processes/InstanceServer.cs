using System.Globalization;
using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Databases;
using WebhookKit.LoadTest.Loading;

namespace WebhookKit.LoadTest.Processes;

/// <summary>
/// A process that only delivers. What it delivers from is in its environment, which other users of the machine cannot read.
/// It starts at the first line of its input and stops when that ends.
/// </summary>
internal static class InstanceServer
{
    public const string Verb = "__instance";
    public const string Store = "LOADTEST_STORE";
    public const string Database = "LOADTEST_DATABASE";
    public const string Concurrency = "LOADTEST_CONCURRENCY";
    public const string Ready = "ready";

    public static async Task<int> RunAsync()
    {
        await using var database = LoadStores.Join(Enum.Parse<StoreKind>(Read(Store)!), Read(Database)!);
        int? concurrency = Read(Concurrency) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
        using var host = WebhookHost.Build(database, new SystemSettings(concurrency));
        Console.WriteLine(Ready);

        if (await Console.In.ReadLineAsync() is not null)
        {
            await host.StartAsync();
            Console.WriteLine(Ready);
            await Console.In.ReadToEndAsync();
            await host.StopAsync();
        }

        return 0;
    }

    private static string? Read(string variable) => Environment.GetEnvironmentVariable(variable);
}
