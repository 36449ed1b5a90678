namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>The first answer of a server: its version, and that it does not encrypt.</summary>
internal static class PreLogin
{
    private const int OptionLength = 5;
    private const byte Terminator = 0xFF;
    private const byte EncryptionNotSupported = 2;

    private static readonly (byte Token, byte[] Data)[] Options =
    [
        (0, [16, 0, 0x10, 0, 0, 0]),
        (1, [EncryptionNotSupported]),
        (2, [0]),
        (3, []),
        (4, [0]),
    ];

    public static TdsWriter Answer()
    {
        var writer = new TdsWriter();
        var place = (Options.Length * OptionLength) + 1;
        foreach (var (token, data) in Options)
        {
            writer.WriteByte(token);
            writer.WriteUInt16BigEndian(place);
            writer.WriteUInt16BigEndian(data.Length);
            place += data.Length;
        }

        writer.WriteByte(Terminator);
        foreach (var (_, data) in Options)
        {
            writer.Write(data);
        }

        return writer;
    }
}
