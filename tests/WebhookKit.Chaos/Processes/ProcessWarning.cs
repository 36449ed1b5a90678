namespace WebhookKit.Chaos.Processes;

/// <summary>Something that a process has warned of.</summary>
/// <param name="At">When it was read, by the machine's monotonic clock.</param>
/// <param name="Text">The beginning of the line.</param>
internal sealed record ProcessWarning(long At, string Text);
