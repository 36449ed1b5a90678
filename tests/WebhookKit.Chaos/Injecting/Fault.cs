namespace WebhookKit.Chaos.Injecting;

/// <summary>Something that was done to an instance, after which what it had under way may be sent again.</summary>
/// <param name="Instance">To whom.</param>
/// <param name="At">When, by the machine's monotonic clock: after it had taken effect and while it lasts, or when something that lasted was over.</param>
/// <param name="Recorded">
/// The requests whose outcome was recorded then; null for an instance that has recorded nothing since, because then the database
/// says so at the end, too.
/// </param>
/// <param name="RecordedBefore">
/// The requests whose outcome was recorded before something began that lasted: meanwhile, and just after, another instance may
/// have sent again what is recorded by then. Null for what happened at one moment.
/// </param>
/// <param name="StoppedAt">
/// The second since 1970 in which its process was stopped; null for another fault. An attempt that had begun by then is under way however
/// late its request comes in: the process may have been stopped between the two, and sends it when it goes on.
/// </param>
internal sealed record Fault(
    string Instance, long At, IReadOnlySet<long>? Recorded = null, IReadOnlySet<long>? RecordedBefore = null, long? StoppedAt = null);
