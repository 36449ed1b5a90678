namespace WebhookKit.Hosting;

/// <summary>Checks the keys of secrets at rest while the host starts.</summary>
internal interface ISecretsGuard
{
    /// <summary>Before the store is used.</summary>
    /// <exception cref="InvalidOperationException">There is no key, and the host may not do without.</exception>
    Task BeforeStoreAsync(CancellationToken cancellationToken);

    /// <summary>When the store answers and its tables are there.</summary>
    /// <exception cref="InvalidOperationException">Another key than that of this process has the same id.</exception>
    Task AfterStoreAsync(CancellationToken cancellationToken);
}
