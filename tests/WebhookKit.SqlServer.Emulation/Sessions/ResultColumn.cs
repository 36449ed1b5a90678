using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Sessions;

/// <summary>A column of an answer.</summary>
internal sealed record ResultColumn(string Name, SqlType Type);
