namespace WebhookKit.Chaos.Proxying;

/// <summary>Decides whether the answer to something that the database has just committed is kept from whoever asked.</summary>
internal interface ICutRule
{
    /// <summary>Whether to swallow this answer and cut the connection. Called one at a time.</summary>
    /// <param name="link">Counts the connections through the proxy.</param>
    /// <param name="tag">What the database says it has done last, for example <c>COMMIT</c> or <c>SELECT 2</c>.</param>
    bool ShouldCut(long link, string tag);
}
