namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>The first byte of a packet (MS-TDS 2.2.3.1.1).</summary>
internal enum MessageType : byte
{
    Batch = 0x01,
    Procedure = 0x03,
    Response = 0x04,
    Attention = 0x06,
    TransactionManager = 0x0E,
    Login = 0x10,
    PreLogin = 0x12,
}
