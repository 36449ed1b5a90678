using WebhookKit.SqlServer.Emulation.Requests;

namespace WebhookKit.SqlServer.Emulation.Sessions;

/// <summary>What answers behind the protocol.</summary>
internal interface ISqlBackEnd
{
    /// <exception cref="SqlServerError">The login is refused.</exception>
    Task<ISqlSession> LogInAsync(LoginRequest login, CancellationToken cancellationToken);
}
