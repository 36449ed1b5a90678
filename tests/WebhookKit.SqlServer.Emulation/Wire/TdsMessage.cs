namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>A message of a client, put together from its packets.</summary>
internal sealed record TdsMessage(MessageType Type, byte Status, byte[] Body)
{
    private const byte ResetBit = 0x08;
    private const byte ResetKeepingTransactionBit = 0x10;

    public bool Resets => (Status & (ResetBit | ResetKeepingTransactionBit)) != 0;

    public bool KeepsTransaction => (Status & ResetKeepingTransactionBit) != 0;
}
