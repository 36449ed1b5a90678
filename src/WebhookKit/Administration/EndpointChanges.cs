using WebhookKit.Sending;

namespace WebhookKit.Administration;

/// <summary>Which fields an update changes. Names only, for the audit log.</summary>
internal static class EndpointChanges
{
    public static IReadOnlyList<string> Between(WebhookEndpoint old, EndpointInput input, TlsDraft? tls)
    {
        var changes = new List<string>();
        AddUnless(old.Url == AsciiUrl.Of(input.Url), "url");
        AddUnless(old.Events.SequenceEqual(input.Events), "events");
        AddUnless(old.Description == input.Description, "description");
        AddUnless(AreSame(old.Metadata, input.Metadata), "metadata");
        AddUnless(AreSame(old.Headers, input.Headers), "headers");
        AddUnless(AreSame(old.Retry, input.Retry), "retry_policy");
        AddUnless(old.RateLimit?.PerSecond == input.RateLimit?.PerSecond && old.RateLimit?.Burst == input.RateLimit?.Burst, "rate_limit");
        AddUnless(old.Filter == input.Filter, "filter");

        // A key that is given anew is stored anew, even where it is that of the same certificate: the stored one may be unreadable.
        AddUnless(tls?.Pkcs12 is null && AreSame(old.Tls, tls?.Tls), "tls");
        AddUnless(old.Ordering?.Mode == input.Ordering?.Mode && old.Ordering?.SkipAfter == input.Ordering?.SkipAfter, "ordering");
        AddUnless(AreSame(old.Signers, input.Signers), "signers");
        return changes;

        void AddUnless(bool isSame, string field)
        {
            if (!isSame)
            {
                changes.Add(field);
            }
        }
    }

    private static bool AreSame(IReadOnlyDictionary<string, string> old, IReadOnlyDictionary<string, string> wanted) =>
        old.Count == wanted.Count && old.All(pair => wanted.TryGetValue(pair.Key, out var value) && value == pair.Value);

    private static bool AreSame(IReadOnlyList<string>? old, IReadOnlyList<string>? wanted) =>
        old is null || wanted is null ? old is null && wanted is null : old.SequenceEqual(wanted);

    private static bool AreSame(EndpointTls? old, EndpointTls? wanted) =>
        old?.ClientCertificate?.Thumbprint == wanted?.ClientCertificate?.Thumbprint
        && old?.TrustedRoots == wanted?.TrustedRoots
        && (old?.Pins ?? []).SequenceEqual(wanted?.Pins ?? []);

    private static bool AreSame(RetrySettings? old, RetrySettings? wanted) => (old, wanted) switch
    {
        (null, null) => true,
        ({ Schedule: { } before }, { Schedule: { } after }) => before.SequenceEqual(after),
        ({ Exponential: { } before }, { Exponential: { } after }) =>
            before.InitialDelay == after.InitialDelay && before.Factor.Equals(after.Factor)
            && before.MaxDelay == after.MaxDelay && before.MaxAttempts == after.MaxAttempts && before.MaxAge == after.MaxAge,
        ({ Policy: { } before }, { Policy: { } after }) => before == after,
        _ => false,
    };
}
