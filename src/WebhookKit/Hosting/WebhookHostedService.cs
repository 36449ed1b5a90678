using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookKit.Storage;

namespace WebhookKit.Hosting;

/// <summary>Checks everything before the host starts, runs the parts of the engine while it runs, and stops them in good order.</summary>
internal sealed partial class WebhookHostedService(
    IServiceProvider services,
    StartupChecks checks,
    IOptions<HostingOptions> options,
    TimeProvider clock,
    ILogger<WebhookHostedService> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan SchemaRetryPause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private IReadOnlyList<IEnginePart> _parts = [];
    private bool _isRunning;
    private Task _starting = Task.CompletedTask;
    private bool _isSchemaReady;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var store = SingleStore.Of(services.GetServices<IWebhookStore>());
        checks.Run();
        Log.Starting(logger, store.Name);
        if (!store.IsDurable)
        {
            Log.StoreNotDurable(logger, store.Name);
        }

        var secrets = services.GetRequiredService<ISecretsGuard>();
        await secrets.BeforeStoreAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await services.GetRequiredService<SchemaGuard>().EnsureAsync(cancellationToken).ConfigureAwait(false);
            _isSchemaReady = true;
            await secrets.AfterStoreAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (WebhookStoreException exception) when (exception.IsTransient)
        {
            // The host's own work must not wait for a database that is down for a moment.
            Log.StoreUnreachable(logger, store.Name, exception);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Deliver)
        {
            Log.DeliveryOff(logger);
        }

        _parts = [.. services.GetServices<IEnginePart>().Where(part => options.Value.Deliver || part.RunsWithoutDelivery)];
        _starting = Task.Run(StartPartsAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        foreach (var part in _parts)
        {
            part.StopBeginning();
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _starting.ConfigureAwait(false);

        if (_isRunning)
        {
            await StopPartsAsync(cancellationToken).ConfigureAwait(false);
        }

        Log.Stopped(logger);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task StopPartsAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.ShutdownTimeout, clock);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        foreach (var part in _parts.Reverse())
        {
            await part.StopAsync(deadline.Token).ConfigureAwait(false);
        }
    }

    private async Task StartPartsAsync()
    {
        while (!_isSchemaReady && !_stopping.IsCancellationRequested)
        {
            try
            {
                await services.GetRequiredService<SchemaGuard>().EnsureAsync(_stopping.Token).ConfigureAwait(false);
                _isSchemaReady = true;
                Log.SchemaReady(logger);
            }
            catch (Exception exception) when (!_stopping.IsCancellationRequested)
            {
                Log.StillUnreachable(logger, exception);
                await Task.Delay(SchemaRetryPause, clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
        }

        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        foreach (var part in _parts)
        {
            part.Start();
        }

        _isRunning = true;
    }
}
