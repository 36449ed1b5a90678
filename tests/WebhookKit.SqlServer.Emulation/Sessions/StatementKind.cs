namespace WebhookKit.SqlServer.Emulation.Sessions;

/// <summary>What a finished statement was: the protocol's number, by which a client tells rows read from rows changed.</summary>
internal enum StatementKind
{
    Other = 0,
    Select = 0xC1,
    Insert = 0xC3,
    Delete = 0xC4,
    Update = 0xC5,
    Merge = 0x117,
}
