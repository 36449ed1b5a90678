namespace WebhookKit.Signing;

/// <summary>
/// The headers of several signers. Standard Webhooks makes its signature header a list, so that signatures of several kinds go there side by
/// side; any other header has one writer.
/// </summary>
internal sealed class MergedHeaders
{
    private readonly List<KeyValuePair<string, string>> _headers = new(6);

    /// <summary>Whether signers may write a header of this name together.</summary>
    public static bool CanBeShared(string name) =>
        IsList(name)
        || name.Equals(StandardWebhooksHeaders.Id, StringComparison.OrdinalIgnoreCase)
        || name.Equals(StandardWebhooksHeaders.Timestamp, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="InvalidOperationException">Another signer wrote one of the headers, with another value.</exception>
    public void Add(SignatureHeaders signature, string signer)
    {
        foreach (var header in signature.Headers)
        {
            var (name, value) = header;
            var place = _headers.FindIndex(known => known.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (place < 0)
            {
                _headers.Add(header);
            }
            else if (IsList(name))
            {
                _headers[place] = new(name, $"{_headers[place].Value} {value}");
            }
            else if (_headers[place].Value != value)
            {
                throw new InvalidOperationException($"The signer {signer} wrote the header {name}, which another signer of the endpoint had written with another value.");
            }
        }
    }

    public SignatureHeaders ToHeaders() => new() { Headers = _headers };

    private static bool IsList(string name) => name.Equals(StandardWebhooksHeaders.Signature, StringComparison.OrdinalIgnoreCase);
}
