using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>What follows from the egress options of one policy, and from those that count for all policies, as they are now.</summary>
/// <remarks>Safe to read concurrently.</remarks>
internal sealed class CurrentEgress<T> : IDisposable
    where T : class?
{
    private readonly Lock _gate = new();
    private readonly IDisposable? _changes;
    private EgressOptions _own;
    private EgressOptions _common;
    private volatile T _value;

    /// <param name="options">The options.</param>
    /// <param name="name">The name of the policy; empty for the one that counts for all.</param>
    /// <param name="make">Makes it of the policy's own options and of the common ones.</param>
    public CurrentEgress(IOptionsMonitor<EgressOptions> options, string name, Func<EgressOptions, EgressOptions, T> make)
    {
        (_own, _common) = (options.Get(name), options.CurrentValue);
        _value = make(_own, _common);

        // Options that break their rules do not get here: what was valid last stays in force.
        _changes = options.OnChange((changed, changedName) =>
        {
            lock (_gate)
            {
                var isCommon = string.IsNullOrEmpty(changedName);
                _common = isCommon ? changed : _common;
                _own = isCommon && name.Length == 0 || changedName == name ? changed : _own;
                _value = make(_own, _common);
            }
        });
    }

    public T Value => _value;

    public void Dispose() => _changes?.Dispose();
}
