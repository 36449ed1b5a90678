using System.Collections.Concurrent;

namespace WebhookKit.SqlServer.Emulation.Requests;

/// <summary>What clients asked. Safe to read while they work.</summary>
public sealed class RequestLog
{
    private const int Capacity = 1_000;

    private readonly ConcurrentQueue<SqlRequest> _latest = new();
    private readonly ConcurrentDictionary<(string Text, string Declaration), bool> _statements = new();

    /// <summary>The latest thousand requests, in order.</summary>
    public IReadOnlyList<SqlRequest> Latest => [.. _latest];

    /// <summary>Every text of statements that ever came, with the parameters as the client declared them, once.</summary>
    public IReadOnlyCollection<(string Text, string Declaration)> Statements => [.. _statements.Keys];

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _latest.Clear();
        _statements.Clear();
    }

    internal void Add(SqlRequest request)
    {
        _latest.Enqueue(request);
        while (_latest.Count > Capacity)
        {
            _latest.TryDequeue(out _);
        }

        if (request.HasStatements)
        {
            _statements.TryAdd((request.Text, request.Declaration), true);
        }
    }
}
