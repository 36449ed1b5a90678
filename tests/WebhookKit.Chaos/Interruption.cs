using System.Runtime.InteropServices;

namespace WebhookKit.Chaos;

/// <summary>SIGINT or SIGTERM, as a cancellation: what was started can still be ended.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(Register)];

    public CancellationToken Token => _ending.Token;

    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _ending.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            _ending.Cancel();
        });
}
