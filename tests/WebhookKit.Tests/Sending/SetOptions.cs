using Microsoft.Extensions.Options;

namespace WebhookKit.Tests.Sending;

/// <summary>Options that a test sets, as a configuration that is loaded again does.</summary>
internal sealed class SetOptions<TOptions>(TOptions value) : IOptionsMonitor<TOptions>
{
    private Action<TOptions, string?>? _changed;

    public TOptions CurrentValue { get; private set; } = value;

    public TOptions Get(string? name) => CurrentValue;

    public IDisposable? OnChange(Action<TOptions, string?> listener)
    {
        _changed += listener;
        return null;
    }

    public void Set(TOptions value)
    {
        CurrentValue = value;
        _changed?.Invoke(value, "");
    }
}
