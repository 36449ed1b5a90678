using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.EntityFrameworkCore.Saving;

namespace WebhookKit.EntityFrameworkCore.DependencyInjection;

/// <summary>Gives every context what it keeps its pending events in, and listens to its saving.</summary>
internal sealed class WebhooksOptionsExtension : IDbContextOptionsExtension
{
    public WebhooksOptionsExtension() => Info = new ExtensionInfo(this);

    public DbContextOptionsExtensionInfo Info { get; }

    public void ApplyServices(IServiceCollection services)
    {
        services.AddScoped<PendingEvents>();
        services.AddScoped<IResettableService>(provider => provider.GetRequiredService<PendingEvents>());
        services.AddScoped<IInterceptor, SaveInterceptor>();
    }

    public void Validate(IDbContextOptions options)
    {
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
