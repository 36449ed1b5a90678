using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WebhookKit.Chaos.Failing;
using WebhookKit.Storage;

namespace WebhookKit.Chaos.Mutating;

internal static class MutantList
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("unguarded", "an outcome applies whatever attempt number the queue row shows", (services, _) =>
            services.Decorate<IDeliveryStore>((provider, inner) => new UnguardedRecords(inner, provider.GetRequiredService<IHistoryStore>()))),
        new("recorded-first", "a delivery is recorded as succeeded before it is sent", (services, _) =>
            services.Decorate<IDeliveryStore>((provider, inner) => new RecordedFirst(inner, provider.GetRequiredService<TimeProvider>()))),
        new("short-lease", "a lease ends in the database while its instance still makes attempts under it", (services, _) =>
            services.Decorate<ILeaseStore>((_, inner) => new ShortLeases(inner))),
        new("greedy", "more is started than was leased", (services, _) =>
            services.Decorate<ILeaseStore>((_, inner) => new GreedyLeases(inner))),
        new("stopped-records", "outcomes are recorded under the token that stops the host", (services, _) =>
            services.Decorate<IDeliveryStore>((provider, inner) =>
                new StoppedRecords(inner, provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping))),
        new("wall-clock", "an instance judges by its own wall clock whether a lease has ended", (services, settings) =>
            services.Decorate<ILeaseStore>((provider, inner) => new WallClockLeases(inner, settings, provider.GetRequiredService<TimeProvider>()))),
        new("own-schedule", "an instance judges by its own wall clock what is due", (services, _) =>
            services.Decorate<ILeaseStore>((provider, inner) => new OwnSchedule(inner, provider.GetRequiredService<TimeProvider>()))),
    ];

    public static Mutant Find(string name) => All.Single(mutant => mutant.Name == name);
}
