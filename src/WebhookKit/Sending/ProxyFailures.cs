namespace WebhookKit.Sending;

/// <summary>What can go wrong at the egress proxy. Never names it: subscribers read this.</summary>
internal static class ProxyFailures
{
    public static AttemptFailure Unreachable { get; } = Unavailable("The egress proxy of the sending application cannot be reached (proxy_unreachable).");

    public static AttemptFailure NotTrusted { get; } = Unavailable("The egress proxy of the sending application fails in TLS (proxy_tls).");

    public static AttemptFailure CredentialsRefused { get; } =
        Unavailable("The egress proxy does not accept the credentials of the sending application (proxy_credentials).");

    public static AttemptFailure TargetRefused { get; } = new(
        AttemptOutcome.PolicyBlocked, "The egress proxy of the sending application does not allow the host or port of the URL (proxy_refused).", SparesEndpoint: true);

    public static AttemptFailure Silent { get; } = Failed("The egress proxy of the sending application did not answer in time, and nothing was sent (proxy_silent).");

    public static AttemptFailure Broken { get; } =
        Failed("The egress proxy of the sending application ended the connection, or did not speak HTTP, and nothing was sent (proxy_broken).");

    /// <summary>It answered, but did not connect.</summary>
    public static AttemptFailure Answered(int status) =>
        Failed(FormattableString.Invariant($"The egress proxy of the sending application answered {status} and did not connect; nothing was sent (proxy_failed)."));

    private static AttemptFailure Unavailable(string error) => new(AttemptOutcome.ProxyUnavailable, error);

    private static AttemptFailure Failed(string error) => new(AttemptOutcome.ProxyFailed, error);
}
