namespace WebhookKit.LoadTest.Reporting;

/// <summary>One of the parts of a run that are compared with each other.</summary>
internal sealed record Phase(string Name, Figures Figures);
