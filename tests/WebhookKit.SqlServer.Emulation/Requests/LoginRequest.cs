namespace WebhookKit.SqlServer.Emulation.Requests;

/// <summary>Who wants to work in which database.</summary>
/// <param name="User">The login's name.</param>
/// <param name="Password">Its password.</param>
/// <param name="Database">The database; empty for the login's own.</param>
/// <param name="Application">What the client calls itself.</param>
/// <param name="PacketSize">The length of packets that the client wants.</param>
internal sealed record LoginRequest(string User, string Password, string Database, string Application, int PacketSize);
