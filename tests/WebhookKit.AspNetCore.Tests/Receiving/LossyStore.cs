using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Receiving;

namespace WebhookKit.AspNetCore.Tests.Receiving;

/// <summary>Claims events and loses the first end of one, as a process does that dies, or a database that is gone.</summary>
internal sealed class LossyStore : IProcessedEventStore
{
    private InMemoryProcessedEventStore? _inner;
    private bool _hasLost;

    public bool Throws { get; init; }

    public IProcessedEventStore Over(IServiceProvider services)
    {
        _inner = new InMemoryProcessedEventStore(services.GetRequiredService<TimeProvider>());
        return this;
    }

    public ValueTask<ProcessingStart> BeginAsync(ProcessingRequest request, CancellationToken cancellationToken = default) =>
        _inner!.BeginAsync(request, cancellationToken);

    public ValueTask<bool> CompleteAsync(ProcessingClaim claim, CancellationToken cancellationToken = default) =>
        IsLost() ? new(true) : _inner!.CompleteAsync(claim, cancellationToken);

    public ValueTask<bool> ReleaseAsync(ProcessingClaim claim, CancellationToken cancellationToken = default) =>
        IsLost() ? new(true) : _inner!.ReleaseAsync(claim, cancellationToken);

    private bool IsLost()
    {
        if (_hasLost)
        {
            return false;
        }

        _hasLost = true;
        return Throws ? throw new TimeoutException("The database is gone.") : true;
    }
}
