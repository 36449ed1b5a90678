namespace WebhookKit.Chaos.Checking;

/// <summary>Something that an instance has logged and that may say why it did what it did.</summary>
/// <param name="Instance">Which.</param>
/// <param name="At">When, by the machine's monotonic clock.</param>
/// <param name="Text">What.</param>
internal sealed record InstanceWarning(string Instance, long At, string Text);
