using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.EntityFrameworkCore.Migrating;
using WebhookKit.EntityFrameworkCore.Saving;

namespace WebhookKit.EntityFrameworkCore.DependencyInjection;

/// <summary>Gives every context what it keeps its pending events in, listens to its saving and adds to its migrations.</summary>
internal sealed class WebhooksOptionsExtension : IDbContextOptionsExtension
{
    public WebhooksOptionsExtension() => Info = new ExtensionInfo(this);

    public DbContextOptionsExtensionInfo Info { get; }

    public void ApplyServices(IServiceCollection services)
    {
        services.AddScoped<PendingEvents>();
        services.AddScoped<IResettableService>(provider => provider.GetRequiredService<PendingEvents>());
        services.AddScoped<IInterceptor, SaveInterceptor>();
        services.AddScoped<IConventionSetPlugin, ProviderNote>();

        var differ = DifferOf(services);
        services.AddScoped<IMigrationsModelDiffer>(
            provider => new TablesDiffer(
                (IMigrationsModelDiffer)ActivatorUtilities.CreateInstance(provider, differ ?? DifferOfProvider(provider)),
                provider.GetRequiredService<IDatabaseProvider>().Name));
    }

    public void Validate(IDbContextOptions options)
    {
    }

    private static Type? DifferOf(IServiceCollection services) =>
        services.LastOrDefault(one => one.ServiceType == typeof(IMigrationsModelDiffer))?.ImplementationType;

    /// <summary>
    /// Providers leave what is registered already as it is. Where <c>UseWebhooks</c> was called before the provider's own
    /// method, the provider must be asked for what it would have registered.
    /// </summary>
    private static Type DifferOfProvider(IServiceProvider services)
    {
        var registered = new ServiceCollection();
        services.GetRequiredService<IDbContextOptions>().Extensions.Single(one => one.Info.IsDatabaseProvider).ApplyServices(registered);
        return DifferOf(registered) ?? throw new InvalidOperationException("The database of the context has no migrations.");
    }

    private sealed class ExtensionInfo(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "using webhooks ";

        public override int GetServiceProviderHashCode() => 0;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["WebhookKit"] = "1";

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;
    }
}
