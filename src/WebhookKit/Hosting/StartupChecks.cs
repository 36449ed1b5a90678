namespace WebhookKit.Hosting;

internal sealed class StartupChecks(IEnumerable<StartupCheck> known) : IStartupChecks
{
    private readonly Lock _gate = new();
    private readonly List<Func<string?>> _checks = [.. known.Select(startup => startup.Check)];

    public void Add(Func<string?> check)
    {
        ArgumentNullException.ThrowIfNull(check);
        lock (_gate)
        {
            _checks.Add(check);
        }
    }

    /// <summary>Makes every check.</summary>
    /// <exception cref="InvalidOperationException">One failed; the message is its sentence.</exception>
    public void Run()
    {
        Func<string?>[] checks;
        lock (_gate)
        {
            checks = [.. _checks];
        }

        foreach (var check in checks)
        {
            if (check() is { } problem)
            {
                throw new InvalidOperationException(problem);
            }
        }
    }
}
