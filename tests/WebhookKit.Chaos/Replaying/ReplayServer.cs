using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Processes;

namespace WebhookKit.Chaos.Replaying;

/// <summary>The process that replays dead letters. Each line of its input is one call with that limit; it says what the call led to.</summary>
internal static class ReplayServer
{
    public const string Verb = "__replayer";
    public const string Ready = "ready";

    /// <summary>Followed by the number of the call, how many it replayed and whether there are more.</summary>
    public const string Called = "call ";

    public static async Task<int> RunAsync()
    {
        using var host = HostServer.Build(OwnProgram.ReadSettings<HostSettings>());
        await host.StartAsync();
        var deliveries = host.Services.GetRequiredService<IWebhookDeliveries>();
        Console.WriteLine(Ready);
        for (var call = 1; await Console.In.ReadLineAsync() is { } line; call++)
        {
            var selection = new DeadLetterSelection { Limit = int.Parse(line, CultureInfo.InvariantCulture) };
            var result = await deliveries.ReplayDeadLettersAsync(selection, WebhookCaller.Application);
            Console.WriteLine($"{Called}{call} {result.Replayed} {result.HasMore}");
        }

        return 0;
    }
}
