using WebhookKit.Sending;

namespace WebhookKit.Administration;

/// <summary>Which fields of an endpoint a command changes, as the audit log shows them.</summary>
internal static class EndpointChanges
{
    public static IReadOnlyList<AuditChange> ByCreating(WebhookEndpoint endpoint) =>
        [.. Shown(endpoint).Select(field => new AuditChange { Field = field.Name, After = field.Value })];

    public static IReadOnlyList<AuditChange> ByDeleting(WebhookEndpoint endpoint) =>
        [.. Shown(endpoint).Select(field => new AuditChange { Field = field.Name, Before = field.Value })];

    public static IReadOnlyList<AuditChange> ByStatus(EndpointStatus old, EndpointStatus status) =>
        old == status ? [] : [new AuditChange { Field = "status", Before = $"{old}", After = $"{status}" }];

    public static IReadOnlyList<AuditChange> Between(WebhookEndpoint old, EndpointInput input, TlsDraft? tls)
    {
        var changes = new List<AuditChange>();
        var url = AsciiUrl.Of(input.Url);
        AddUnless(old.Url == url, "url", EndpointView.UrlOf(old.Url), EndpointView.UrlOf(url));
        AddUnless(old.Events.SequenceEqual(input.Events), "events", EndpointView.List(old.Events), EndpointView.List(input.Events));
        AddUnless(old.Description == input.Description, "description", old.Description, input.Description);
        AddUnless(AreSame(old.Metadata, input.Metadata), "metadata", EndpointView.Map(old.Metadata), EndpointView.Map(input.Metadata));
        AddUnless(AreSame(old.Headers, input.Headers), "headers", EndpointView.HeaderNames(old.Headers), EndpointView.HeaderNames(input.Headers, old.Headers));
        AddUnless(AreSame(old.Retry, input.Retry), "retry_policy", EndpointView.Retry(old.Retry), EndpointView.Retry(input.Retry));
        AddUnless(
            old.RateLimit?.PerSecond == input.RateLimit?.PerSecond && old.RateLimit?.Burst == input.RateLimit?.Burst,
            "rate_limit", EndpointView.RateLimit(old.RateLimit), EndpointView.RateLimit(input.RateLimit));
        AddUnless(old.Filter == input.Filter, "filter", old.Filter, input.Filter);

        // A key that is given anew is stored anew, even where it is that of the same certificate: the stored one may be unreadable.
        AddUnless(tls?.Pkcs12 is null && AreSame(old.Tls, tls?.Tls), "tls", EndpointView.Tls(old.Tls), EndpointView.Tls(tls?.Tls));
        AddUnless(
            old.Ordering?.Mode == input.Ordering?.Mode && old.Ordering?.SkipAfter == input.Ordering?.SkipAfter,
            "ordering", EndpointView.Ordering(old.Ordering), EndpointView.Ordering(input.Ordering));
        AddUnless(AreSame(old.Signers, input.Signers), "signers", EndpointView.List(old.Signers), EndpointView.List(input.Signers));
        return changes;

        void AddUnless(bool isSame, string field, string? before, string? after)
        {
            if (!isSame)
            {
                // What differs only in what is not shown has to be seen to differ.
                changes.Add(new AuditChange { Field = field, Before = before, After = before == after && after is not null ? $"{after} {EndpointView.Changed}" : after });
            }
        }
    }

    private static IEnumerable<(string Name, string Value)> Shown(WebhookEndpoint endpoint)
    {
        (string Name, string? Value)[] fields =
        [
            ("url", EndpointView.UrlOf(endpoint.Url)),
            ("events", EndpointView.List(endpoint.Events)),
            ("description", endpoint.Description),
            ("metadata", EndpointView.Map(endpoint.Metadata)),
            ("headers", EndpointView.HeaderNames(endpoint.Headers)),
            ("retry_policy", EndpointView.Retry(endpoint.Retry)),
            ("rate_limit", EndpointView.RateLimit(endpoint.RateLimit)),
            ("filter", endpoint.Filter),
            ("tls", EndpointView.Tls(endpoint.Tls)),
            ("ordering", EndpointView.Ordering(endpoint.Ordering)),
            ("signers", EndpointView.List(endpoint.Signers)),
        ];
        return fields.Where(field => field.Value is not null).Select(field => (field.Name, field.Value!));
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
