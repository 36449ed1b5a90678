using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Sessions;

/// <summary>What an output parameter holds at the end.</summary>
internal sealed record OutputValue(int Ordinal, string Name, SqlType Type, object? Value);
