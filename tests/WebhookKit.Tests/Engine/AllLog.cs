using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WebhookKit.Tests.Engine;

/// <summary>Everything that is logged, exceptions included.</summary>
internal sealed class AllLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(int Id, string Text)> _lines = new();

    public IReadOnlyCollection<(int Id, string Text)> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((eventId.Id, $"{formatter(state, exception)} {exception}"));

    public void Dispose()
    {
    }
}
