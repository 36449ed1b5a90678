using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Execution;

/// <summary>A value for a parameter: of a variable, or all values of a column as an array.</summary>
internal readonly record struct SlotValue(SqlType Type, object? Value, bool IsArray = false);
