using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Storage;

namespace WebhookKit.AspNetCore.Requests;

/// <summary>Writes down what a request did that changes nothing. Changes are written down with themselves.</summary>
internal static class ApiAudit
{
    public const string RequestRefused = "request.refused";
    public const string PayloadRead = "event.payload_read";
    public const string AnswersRead = "delivery.answers_read";

    public static async Task NoteAsync(
        IServiceProvider services, WebhookCaller caller, string action, string target, string owner, string? reason, CancellationToken cancellationToken)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var entry = new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            At = now,
            Actor = caller.Actor,
            Action = action,
            Target = target,
            Owner = owner,
            Reason = reason,
            Source = caller.Source,
        };
        await services.GetRequiredService<IAuditStore>().AddAsync(entry, cancellationToken).ConfigureAwait(false);
    }
}
