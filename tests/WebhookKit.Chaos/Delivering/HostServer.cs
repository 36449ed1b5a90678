using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Failing;
using WebhookKit.Chaos.Hogging;
using WebhookKit.Chaos.Mutating;
using WebhookKit.Chaos.Processes;
using WebhookKit.Chaos.Timing;
using WebhookKit.Dispatching;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Maintenance;
using WebhookKit.Protecting;
using WebhookKit.Retrying;
using WebhookKit.Sending;

namespace WebhookKit.Chaos.Delivering;

/// <summary>The process that delivers: the library in a host and nothing else, unless a fail point or a mutant is asked for.</summary>
internal static class HostServer
{
    public const string Verb = "__host";
    public const string Ready = "ready";

    /// <summary>A line of its input that asks for the skew in its vitals, and the beginning of the answer; the rest of it is in seconds.</summary>
    public const string Skew = "skew ";

    public static async Task<int> RunAsync()
    {
        using var host = Build(OwnProgram.ReadSettings<HostSettings>());
        OwnProgram.EndWithParent(line => Hear(host, line));
        await host.StartAsync();
        if (host is WebApplication application)
        {
            Console.WriteLine($"{HostPages.Listening}{application.Urls.Single()}");
        }

        Console.WriteLine(Ready);
        await host.WaitForShutdownAsync();
        return 0;
    }

    public static IHost Build(HostSettings settings)
    {
        if (settings.HasPages)
        {
            var pages = HostPages.CreateBuilder();
            Add(pages, settings);
            return HostPages.Build(pages);
        }

        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        Add(builder, settings);
        return builder.Build();
    }

    private static void Add(IHostApplicationBuilder builder, HostSettings settings)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);
        if (settings.ClockAhead != TimeSpan.Zero)
        {
            builder.Services.AddSingleton<TimeProvider>(new ShiftedClock(settings.ClockAhead));
        }

        StoreAccess.Use(builder.Services.AddWebhooks(), settings.Store, settings.Database, settings.Notifies, SharePool(builder.Services, settings));
        builder.Services.Configure<SecretsOptions>(options => options.Keys["chaos"] = Convert.ToBase64String(SHA256.HashData("chaos"u8)));
        Configure(builder.Services, settings);
        FailPoints.Install(builder.Services, settings.FailPoint);
        StoreTimesInstallation.Install(builder.Services, settings.StoreTimes);
        if (settings.Names is { } names)
        {
            builder.Services.AddSingleton<IHostResolver>(new TableResolver(names)).AddSingleton<IEgressDialer, CountedDialer>();
        }

        if (settings.Mutant is { } mutant)
        {
            MutantList.Find(mutant).Install(builder.Services, settings);
        }
    }

    private static void Hear(IHost host, string line)
    {
        if (host.Services.GetService<PoolHog>() is { } hog)
        {
            hog.Hear(line);
        }
        else
        {
            Console.WriteLine(SkewOf(host));
        }
    }

    private static string SkewOf(IHost host) =>
        string.Create(CultureInfo.InvariantCulture, $"{Skew}{host.Services.GetRequiredService<IWebhookVitals>().Read().ClockSkew?.TotalSeconds}");

    private static NpgsqlDataSource? SharePool(IServiceCollection services, HostSettings settings)
    {
        if (settings.SharedPool is not { } shared)
        {
            return null;
        }

        var pool = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.Database) { MaxPoolSize = shared.Connections });
        services.AddSingleton(_ => pool); // by a factory, so that the container ends it
        services.AddSingleton(provider => new PoolHog(pool, provider.GetRequiredService<IWebhookPublisher>(), shared));
        return pool;
    }

    private static void Configure(IServiceCollection services, HostSettings settings)
    {
        services.Configure<HostingOptions>(options => options.Deliver = settings.Delivers);
        services.Configure<EgressOptions>(options =>
        {
            options.AllowLoopback = options.AllowLoopbackOutsideDevelopment = true;
            settings.AllowedNetworks.ToList().ForEach(options.AllowedNetworks.Add);
        });
        services.Configure<LeaseOptions>(options =>
        {
            options.Duration = settings.Lease ?? options.Duration;
            options.RenewEvery = settings.RenewEvery ?? options.RenewEvery;
        });
        services.Configure<DispatchOptions>(options =>
        {
            options.PollInterval = settings.PollInterval ?? options.PollInterval;
            options.MaxConcurrency = settings.MaxConcurrency ?? options.MaxConcurrency;
            options.Circuit.Enabled = settings.CircuitsOpenFor is not null;
            options.Circuit.OpenFor = settings.CircuitsOpenFor ?? options.Circuit.OpenFor;
            options.Circuit.MaxOpenFor = (settings.CircuitsOpenFor * 2) ?? options.Circuit.MaxOpenFor;
        });
        services.Configure<RetentionOptions>(options =>
        {
            options.KeepEndedFor = settings.KeepHistory ?? options.KeepEndedFor;
            options.KeepDeadLettersFor = (settings.KeepHistory * 2) ?? options.KeepDeadLettersFor;
            options.Every = settings.KeepHistory ?? options.Every;
        });
        services.Configure<RetryOptions>(options => options.Schedule = settings.Retries is { } retries ? [.. retries] : options.Schedule);
        services.Configure<SendingOptions>(options =>
        {
            options.Timeout = settings.Timeout ?? options.Timeout;
            options.ConnectTimeout = settings.ConnectTimeout ?? (options.Timeout < options.ConnectTimeout ? options.Timeout : options.ConnectTimeout);

            // The receiver says who has called, and which of its requests an outcome in the database belongs to.
            options.UserAgent = $"chaos/{settings.Instance}";
            options.KeepExcerptOfSuccess = true;
        });
    }
}
