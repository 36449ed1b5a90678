using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>A batch that is translated once and run many times.</summary>
/// <param name="Scope">What it declares, its parameters among it.</param>
/// <param name="Steps">What it does.</param>
internal sealed record BatchPlan(BatchScope Scope, IReadOnlyList<Step> Steps);
