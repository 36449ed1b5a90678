using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookKit.EntityFrameworkCore.Diagnostics;

namespace WebhookKit.EntityFrameworkCore.Saving;

/// <summary>What was published on one context and is not saved yet. As much for one caller at a time as the context is.</summary>
internal sealed partial class PendingEvents(IDbContextOptions options, ILoggerFactory loggers) : IResettableService, IDisposable
{
    private readonly List<OutgoingEvent> _events = [];

    /// <summary>The saving that is under way; null between savings.</summary>
    public RunningSave? Save { get; set; }

    public IReadOnlyList<OutgoingEvent> Events => _events;

    // Looked for when it is needed: contexts that publish nothing need none.
    public IWebhookPublisher Publisher =>
        options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?.GetService<IWebhookPublisher>()
        ?? throw new InvalidOperationException(
            "The context knows no IWebhookPublisher. Call services.AddWebhooks(), and register the context by AddDbContext or give its "
            + "options UseApplicationServiceProvider(services).");

    public static PendingEvents Of(DbContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        return ((IInfrastructure<IServiceProvider>)context).Instance.GetService<PendingEvents>()
            ?? throw new InvalidOperationException(
                $"{context.GetType().Name} does not use webhooks. Call UseWebhooks() on its options, beside the choice of the database.");
    }

    public EventId Add(OutgoingEvent outgoing)
    {
        _events.Add(outgoing);
        return outgoing.Id!.Value;
    }

    public void Clear() => _events.Clear();

    public void ResetState()
    {
        if (_events.Count > 0)
        {
            LogNeverSaved(loggers.CreateLogger<PendingEvents>(), _events.Count, _events[0].Type);
        }

        Clear();
        Save = null;
    }

    public Task ResetStateAsync(CancellationToken cancellationToken = default)
    {
        ResetState();
        return Task.CompletedTask;
    }

    public void Dispose() => ResetState();

    [LoggerMessage(
        EventId = LogEventIds.NeverSaved,
        Level = LogLevel.Warning,
        Message = "{Count} webhook event(s) were published on a context and never saved, the first of type {EventType}. Call SaveChanges after PublishWebhookAsync.")]
    private static partial void LogNeverSaved(ILogger logger, int count, string eventType);
}
