using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookKit.Dispatching;
using WebhookKit.LoadTest.Databases;
using WebhookKit.Protecting;
using WebhookKit.Sending;

namespace WebhookKit.LoadTest.Loading;

/// <summary>Puts WebhookKit into hosts, the same in every process.</summary>
internal static class WebhookHost
{
    public static IHost Build(ILoadDatabase database, SystemSettings settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        AddWebhooks(builder.Services, database);
        builder.Services.Configure<DispatchOptions>(options => options.MaxConcurrency = settings.Concurrency ?? options.MaxConcurrency);
        builder.Services.Configure<SendingOptions>(options =>
            options.Timeout = settings.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.Timeout);
        builder.Services.PostConfigure<SendingOptions>(options =>
            options.ConnectTimeout = options.ConnectTimeout < options.Timeout ? options.ConnectTimeout : options.Timeout);
        return builder.Build();
    }

    public static void AddWebhooks(IServiceCollection services, ILoadDatabase database)
    {
        database.Use(services.AddWebhooks());
        services.Configure<SecretsOptions>(options => options.Keys["load"] = Convert.ToBase64String(SHA256.HashData("load"u8)));
        services.Configure<EgressOptions>(options => options.AllowLoopback = options.AllowLoopbackOutsideDevelopment = true);
    }
}
