using Microsoft.EntityFrameworkCore.Metadata;

namespace WebhookKit.EntityFrameworkCore.Migrating;

/// <summary>What a model, or the snapshot of one, says of the webhook tables.</summary>
/// <param name="Name">The schema or the prefix.</param>
/// <param name="Version">The number of the newest script.</param>
internal sealed record TablesOfModel(string Name, int Version)
{
    // They are in the snapshots of hosts: never to be renamed.
    private const string NameAnnotation = "WebhookKit:Tables";
    private const string VersionAnnotation = "WebhookKit:Version";

    /// <returns>Null where the model has no webhook tables.</returns>
    public static TablesOfModel? Read(IReadOnlyModel? model) =>
        model?.FindAnnotation(NameAnnotation)?.Value is string name && model.FindAnnotation(VersionAnnotation)?.Value is int version
            ? new(name, version)
            : null;

    public void WriteTo(IMutableModel model)
    {
        model.SetAnnotation(NameAnnotation, Name);
        model.SetAnnotation(VersionAnnotation, Version);
    }
}
