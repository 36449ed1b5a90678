namespace WebhookKit.Storage;

/// <summary>How the database compares with what this version needs.</summary>
public sealed class SchemaState
{
    /// <summary>The version found; 0 where there are no tables.</summary>
    public required int Found { get; init; }

    /// <summary>The version that this library needs.</summary>
    public required int Needed { get; init; }
}
