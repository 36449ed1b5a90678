namespace WebhookKit.Sending;

/// <summary>A host name to be resolved.</summary>
public sealed class HostQuery
{
    /// <summary>The name in its ASCII form, without a dot at the end.</summary>
    public required string Host { get; init; }

    /// <summary>The owner of the endpoint that it is resolved for, so that the owners can get equal shares of what resolving costs.</summary>
    /// <value>Empty by default, as in applications without owners.</value>
    public string Owner { get; init; } = "";
}
