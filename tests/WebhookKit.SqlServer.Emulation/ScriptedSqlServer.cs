using WebhookKit.SqlServer.Emulation.Faults;
using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.SqlServer.Emulation.Scripted;
using WebhookKit.SqlServer.Emulation.Wire;

namespace WebhookKit.SqlServer.Emulation;

/// <summary>
/// Speaks SQL Server's protocol and answers what a test said, without any database behind it: for tests of what goes over the
/// wire. Every login is accepted, and what nobody scripted is answered with nothing.
/// </summary>
public sealed class ScriptedSqlServer : IAsyncDisposable
{
    private readonly ScriptedBackEnd _backEnd = new();
    private readonly TdsServer _server;

    /// <summary>Starts to listen on a free loopback port.</summary>
    public ScriptedSqlServer()
    {
        _server = new TdsServer(_backEnd);
    }

    /// <summary>What goes wrong.</summary>
    public FaultPlan Faults => _server.Faults;

    /// <summary>What clients asked.</summary>
    public RequestLog Requests => _server.Requests;

    /// <summary>Where a client finds it.</summary>
    /// <param name="database">Any name.</param>
    public string ConnectionString(string database = "scripted") => _server.ConnectionString(database, "sa", "sa");

    /// <summary>Says what statements are answered with; the first that matches counts.</summary>
    /// <param name="text">What the statements contain.</param>
    /// <param name="answer">The answer.</param>
    public void Answer(string text, ScriptedAnswer answer) =>
        _backEnd.Add(request => request.HasStatements && request.Text.Contains(text, StringComparison.Ordinal), answer);

    /// <summary>How many connections of clients are open now.</summary>
    public int ConnectionCount => _server.ConnectionCount;

    /// <summary>Cuts every connection that is open now.</summary>
    public void DropConnections() => _server.DropConnections();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
