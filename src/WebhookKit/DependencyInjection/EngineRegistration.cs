using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebhookKit.Administration;
using WebhookKit.Alerting;
using WebhookKit.Dispatching;
using WebhookKit.Hosting;
using WebhookKit.Jobs;
using WebhookKit.Leasing;
using WebhookKit.Maintenance;
using WebhookKit.Notifying;
using WebhookKit.Pacing;
using WebhookKit.Protecting;
using WebhookKit.Publishing;
using WebhookKit.Storage;

namespace WebhookKit.DependencyInjection;

internal static class EngineRegistration
{
    internal static void AddEngine(this IServiceCollection services)
    {
        AddHosting(services);
        AddLeasing(services);
        AddDispatching(services);
        AddNotifying(services);
        AddMaintenance(services);
        AddJobs(services);
        services.AddAlerting();

        // The order in which they start; they stop in reverse, so that nothing is read, then nothing sent, then nothing left
        // unrecorded or untold when the leases are given back.
        AddPart<LeaseKeeper>(services);
        AddPart<NotificationSender>(services);
        AddPart<CommitWatch>(services);
        AddPart<KeyWatch>(services);
        AddPart<AlertTeller>(services);
        AddPart<BacklogWatch>(services);
        AddPart<CertificateWatch>(services);
        AddPart<FailureNotes>(services);
        AddPart<CircuitNotes>(services);
        AddPart<OutcomeRecorder>(services);
        AddPart<OwnerPaces>(services);
        AddPart<Dispatcher>(services);
        AddPart<LaneReader>(services);
        AddPart<NotificationListener>(services);
        AddPart<RetentionKeeper>(services);
        AddPart<JobKeeper>(services);
    }

    private static void AddHosting(IServiceCollection services)
    {
        services.AddOptions<HostingOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HostingOptions>, HostingOptionsRules>());
        services.TryAddSingleton<StartupChecks>();
        services.TryAddSingleton<IStartupChecks>(provider => provider.GetRequiredService<StartupChecks>());
        services.TryAddSingleton<SchemaGuard>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WebhookHostedService>());
    }

    private static void AddLeasing(IServiceCollection services)
    {
        services.AddOptions<LeaseOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LeaseOptions>, LeaseOptionsRules>());
        services.TryAddSingleton<OwnedPartitions>();
        services.TryAddSingleton<StoreClock>();
        services.TryAddSingleton<LeaseKeeper>();
    }

    private static void AddDispatching(IServiceCollection services)
    {
        services.AddOptions<DispatchOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DispatchOptions>, DispatchOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DispatchOptions>, DispatchOptionsRules>());
        services.TryAddSingleton<DeliverySignal>();
        services.TryAddSingleton<IDeliverySignal>(provider => provider.GetRequiredService<DeliverySignal>());
        services.AddOptions<OwnerRateOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OwnerRateOptions>, OwnerRateOptionsRules>());
        services.TryAddSingleton<OwnerPaces>();
        services.TryAddSingleton<LaneLine>();
        services.TryAddSingleton<ReadBudget>();
        services.TryAddSingleton<SendGate>();
        services.TryAddSingleton<OpenedKeys>();
        services.TryAddSingleton<LaneEndpointFactory>();
        services.TryAddSingleton<PublishedEvents>();
        services.TryAddSingleton<IPublishedEvents>(provider => provider.GetRequiredService<PublishedEvents>());
        services.TryAddSingleton<EventShelf>();
        services.TryAddSingleton<LaneFiller>();
        services.TryAddSingleton<LaneReader>();
        services.TryAddSingleton<AttemptRunner>();
        services.TryAddSingleton<EventTerms>();
        services.TryAddSingleton<SigningWatch>();
        services.TryAddSingleton<Observers>();
        services.TryAddSingleton<OutcomeReport>();
        services.TryAddSingleton<EndpointDisabler>();
        services.TryAddSingleton<FailingEndpoints>();
        services.TryAddSingleton<FailureNotes>();
        services.TryAddSingleton<CircuitNotes>();
        services.TryAddSingleton<OutcomeRecorder>();
        services.TryAddSingleton<Coalescer>();
        services.TryAddSingleton<Dispatcher>();
    }

    private static void AddNotifying(IServiceCollection services)
    {
        services.TryAddSingleton<NotificationSender>();
        services.TryAddSingleton<NotificationListener>();
    }

    private static void AddMaintenance(IServiceCollection services)
    {
        services.AddOptions<RetentionOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RetentionOptions>, RetentionOptionsRules>());
        services.TryAddSingleton<RetentionKeeper>();
    }

    private static void AddJobs(IServiceCollection services)
    {
        services.TryAddSingleton<JobReader>();
        services.TryAddSingleton<JobStepper>();
        services.TryAddSingleton<JobSignal>();
        services.TryAddSingleton<JobKeeper>();
        services.TryAddSingleton<IWebhookJobs, WebhookJobs>();
    }

    private static void AddPart<TPart>(IServiceCollection services)
        where TPart : class, IEnginePart =>
        services.AddSingleton<IEnginePart>(provider => provider.GetRequiredService<TPart>());
}
