namespace WebhookKit.Chaos.Injecting;

/// <summary>Something that was done to an instance, after which what it had under way may be sent again.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Instance">To whom.</param>
/// <param name="At">When, by the machine's monotonic clock: just after it had taken effect, or when something that lasted was over.</param>
/// <param name="Recorded">
/// The requests whose outcome was recorded when it began; null for an instance that has recorded nothing since, because then the
/// database says so at the end, too.
/// </param>
internal sealed record Fault(FaultKind Kind, string Instance, long At, IReadOnlySet<long>? Recorded = null);
