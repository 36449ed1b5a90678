namespace WebhookKit.Signing;

/// <summary>
/// The headers of several signers. Standard Webhooks makes its signature header a list, so that signatures of several kinds go there side by
/// side; any other header has one writer.
/// </summary>
internal static class MergedHeaders
{
    /// <summary>Whether signers may write a header of this name together.</summary>
    public static bool CanBeShared(string name) =>
        IsList(name)
        || name.Equals(StandardWebhooksHeaders.Id, StringComparison.OrdinalIgnoreCase)
        || name.Equals(StandardWebhooksHeaders.Timestamp, StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds what one signer wrote to what those before it did.</summary>
    /// <exception cref="InvalidOperationException">Another signer wrote one of the headers, with another value.</exception>
    public static void Add(SignatureHeaders merged, SignatureHeaders signature, string signer)
    {
        foreach (var (name, value) in signature)
        {
            if (merged.Find(name) is not { } known)
            {
                merged.Set(name, value);
            }
            else if (IsList(name))
            {
                merged.Set(name, $"{known} {value}");
            }
            else if (known != value)
            {
                throw new InvalidOperationException($"The signer {signer} wrote the header {name}, which another signer of the endpoint had written with another value.");
            }
        }
    }

    private static bool IsList(string name) => name.Equals(StandardWebhooksHeaders.Signature, StringComparison.OrdinalIgnoreCase);
}
