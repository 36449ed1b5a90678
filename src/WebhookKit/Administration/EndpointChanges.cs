namespace WebhookKit.Administration;

/// <summary>Which fields of an endpoint a command changes, as the audit log shows them.</summary>
internal static class EndpointChanges
{
    private const string Tls = "tls";

    /// <summary>How each is shown, beside what it was where that is known, and when two are the same: what is hidden may differ, too.</summary>
    private static readonly (string Name, Func<WebhookEndpoint, WebhookEndpoint?, string?> Show, Func<WebhookEndpoint, WebhookEndpoint, bool> AreSame)[] Fields =
    [
        ("url", (now, _) => EndpointView.UrlOf(now.Url), (old, now) => old.Url == now.Url),
        ("events", (now, _) => EndpointView.List(now.Events), (old, now) => AreSame(old.Events, now.Events)),
        ("description", (now, _) => now.Description, (old, now) => old.Description == now.Description),
        ("metadata", (now, _) => EndpointView.Map(now.Metadata), (old, now) => AreSame(old.Metadata, now.Metadata)),
        ("headers", (now, old) => EndpointView.HeaderNames(now.Headers, old?.Headers), (old, now) => AreSame(old.Headers, now.Headers)),
        ("retry_policy", (now, _) => EndpointView.Retry(now.Retry), (old, now) => AreSame(old.Retry, now.Retry)),
        ("rate_limit", (now, _) => EndpointView.RateLimit(now.RateLimit),
            (old, now) => old.RateLimit?.PerSecond == now.RateLimit?.PerSecond && old.RateLimit?.Burst == now.RateLimit?.Burst),
        ("filter", (now, _) => now.Filter, (old, now) => old.Filter == now.Filter),
        (Tls, (now, _) => EndpointView.Tls(now.Tls), (old, now) => AreSame(old.Tls, now.Tls)),
        ("ordering", (now, _) => EndpointView.Ordering(now.Ordering),
            (old, now) => old.Ordering?.Mode == now.Ordering?.Mode && old.Ordering?.SkipAfter == now.Ordering?.SkipAfter),
        ("signers", (now, _) => EndpointView.List(now.Signers), (old, now) => AreSame(old.Signers, now.Signers)),
    ];

    public static IReadOnlyList<AuditChange> ByCreating(WebhookEndpoint endpoint, WebhookSecret secret) =>
        [.. Shown(endpoint).Select(field => new AuditChange { Field = field.Name, After = field.Text }), .. Given(secret)];

    public static IReadOnlyList<AuditChange> ByRotating(WebhookSecret secret) =>
        [new AuditChange { Field = "secret", After = EndpointView.Changed }, .. Given(secret)];

    public static IReadOnlyList<AuditChange> ByDeleting(WebhookEndpoint endpoint) =>
        [.. Shown(endpoint).Select(field => new AuditChange { Field = field.Name, Before = field.Text })];

    public static IReadOnlyList<AuditChange> ByStatus(EndpointStatus old, EndpointStatus status) =>
        old == status ? [] : [new AuditChange { Field = "status", Before = $"{old}", After = $"{status}" }];

    /// <param name="old">As it was.</param>
    /// <param name="now">As it is to be.</param>
    /// <param name="hasNewKey">
    /// Whether the key of a client certificate is given. It is stored anew, even where it is that of the same certificate: the stored one may
    /// be unreadable.
    /// </param>
    public static IReadOnlyList<AuditChange> ByUpdating(WebhookEndpoint old, WebhookEndpoint now, bool hasNewKey)
    {
        var changes = new List<AuditChange>();
        foreach (var field in Fields.Where(field => !field.AreSame(old, now) || (hasNewKey && field.Name == Tls)))
        {
            // What differs only in what is not shown has to be seen to differ.
            var (before, after) = (field.Show(old, null), field.Show(now, old));
            changes.Add(new AuditChange { Field = field.Name, Before = before, After = before == after && after is not null ? $"{after} {EndpointView.Changed}" : after });
        }

        return changes;
    }

    // One that is made with its secret is known to nobody else; one that was given may be.
    private static IEnumerable<AuditChange> Given(WebhookSecret secret) =>
        secret.PrivateKey is null ? [] : [new AuditChange { Field = "private_key", After = EndpointView.Changed }];

    private static IEnumerable<(string Name, string Text)> Shown(WebhookEndpoint endpoint) =>
        from field in Fields
        let text = field.Show(endpoint, null)
        where text is not null
        select (field.Name, text);

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
