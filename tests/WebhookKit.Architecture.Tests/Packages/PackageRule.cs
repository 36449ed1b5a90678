namespace WebhookKit.Architecture.Tests.Packages;

internal sealed record PackageRule(IReadOnlyCollection<string> MayKnow, IReadOnlyCollection<string> MayTake);
