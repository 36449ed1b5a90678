namespace WebhookKit.SqlServer.Emulation.Faults;

/// <summary>What goes wrong.</summary>
internal enum FaultKind
{
    Error,
    ErrorAfter,
    Hang,
    HangAfter,
    DropBefore,
    DropDuring,
    DropAfter,
}
