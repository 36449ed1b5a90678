namespace WebhookKit.Chaos.Checking;

/// <summary>When what had failed was sent again.</summary>
/// <param name="Count">How many requests repeat one that failed.</param>
/// <param name="ByOthers">How many of them were made by another instance than the one that planned them.</param>
/// <param name="MostEarly">By how much the earliest came before its time; below zero where none did.</param>
internal sealed record RetryFindings(int Count, int ByOthers, TimeSpan MostEarly);
