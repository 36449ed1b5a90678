using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;

namespace WebhookKit.Protecting;

/// <summary>Refuses to start with keys that cannot be meant, and looks every minute whether what is stored can be read.</summary>
internal sealed partial class KeyWatch : IEnginePart, ISecretsGuard
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly SecretVault _vault;
    private readonly KeyCheck _check;
    private readonly EngineVitals _vitals;
    private readonly TimeProvider _clock;
    private readonly ILogger<KeyWatch> _logger;
    private readonly EngineLoop _loop;
    private bool _isChecked;

    public KeyWatch(SecretVault vault, KeyCheck check, EngineVitals vitals, TimeProvider clock, WebhookMetrics metrics, ILogger<KeyWatch> logger)
    {
        (_vault, _check, _vitals, _clock, _logger) = (vault, check, vitals, clock, logger);
        _loop = new EngineLoop("key watch", TurnAsync, clock, metrics, logger);
    }

    public bool RunsWithoutDelivery => true;

    public void Start() => _loop.Start();

    public Task StopAsync(CancellationToken deadline) => _loop.StopAsync();

    public void Dispose() => _loop.Dispose();

    public async Task BeforeStoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _vault.IsPlainAsync(cancellationToken).ConfigureAwait(false))
            {
                Log.NotEncrypted(_logger);
            }
        }
        catch (Exception exception) when (exception is not InvalidOperationException { InnerException: null } && !cancellationToken.IsCancellationRequested)
        {
            // A key service that is away for a moment must not keep the host from its own work.
            Note(exception);
        }
    }

    public async Task AfterStoreAsync(CancellationToken cancellationToken)
    {
        var problem = await _check.FindProblemAsync(cancellationToken).ConfigureAwait(false);
        if (problem is KeyUnavailableException { IsAnother: true })
        {
            throw new InvalidOperationException(problem.Message, problem);
        }

        Note(problem);
        _isChecked = true;
    }

    private async Task TurnAsync(CancellationToken stopping)
    {
        // At once where the store did not answer while the host started.
        await Task.Delay(_isChecked ? Pause : TimeSpan.Zero, _clock, stopping).ConfigureAwait(false);
        _isChecked = true;
        Note(await _check.FindProblemAsync(stopping).ConfigureAwait(false));
    }

    private void Note(Exception? problem)
    {
        // The text of somebody else's exception may hold anything.
        var text = problem is null ? null
            : problem is KeyUnavailableException ? problem.Message
            : problem is AuthenticationTagMismatchException ? "A stored secret does not belong to the endpoint that it is stored with, or was changed: rotate the secret of the endpoint that the log names."
            : $"Stored secrets cannot be read ({problem.GetType().Name}); the log says why.";
        var before = _vitals.NoteKeyProblem(text);
        if (text is not null && text != before)
        {
            Log.Problem(_logger, text, problem);
        }
        else if (text is null && before is not null)
        {
            Log.Solved(_logger);
        }
    }
}
