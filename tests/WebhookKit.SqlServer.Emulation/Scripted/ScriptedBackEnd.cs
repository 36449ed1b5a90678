using System.Collections.Immutable;
using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.SqlServer.Emulation.Sessions;

namespace WebhookKit.SqlServer.Emulation.Scripted;

/// <summary>Answers what a test said; everything else with nothing.</summary>
internal sealed class ScriptedBackEnd : ISqlBackEnd
{
    private ImmutableList<(Func<SqlRequest, bool> Matches, ScriptedAnswer Answer)> _answers = [];

    public Task<ISqlSession> LogInAsync(LoginRequest login, CancellationToken cancellationToken) =>
        Task.FromResult<ISqlSession>(new ScriptedSession(this));

    public void Add(Func<SqlRequest, bool> matches, ScriptedAnswer answer) =>
        ImmutableInterlocked.Update(ref _answers, answers => answers.Add((matches, answer)));

    public ScriptedAnswer Find(SqlRequest request) =>
        _answers.FirstOrDefault(known => known.Matches(request)).Answer ?? new ScriptedAnswer();
}
