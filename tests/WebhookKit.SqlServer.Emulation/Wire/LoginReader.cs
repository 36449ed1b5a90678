using System.Buffers.Binary;
using System.Text;
using WebhookKit.SqlServer.Emulation.Requests;

namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>Reads a login (MS-TDS 2.2.6.4): fixed fields, then pairs of place and length.</summary>
internal static class LoginReader
{
    private const int PacketSizeField = 8;
    private const int UserField = 40;
    private const int PasswordField = 44;
    private const int ApplicationField = 48;
    private const int DatabaseField = 68;

    public static LoginRequest Read(byte[] body) =>
        new(
            Text(body, UserField),
            Password(body),
            Text(body, DatabaseField),
            Text(body, ApplicationField),
            BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(PacketSizeField)));

    private static string Text(byte[] body, int field) => Encoding.Unicode.GetString(Bytes(body, field));

    private static ReadOnlySpan<byte> Bytes(byte[] body, int field) =>
        body.AsSpan(
            BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(field)),
            BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(field + sizeof(ushort))) * sizeof(char));

    // Hidden from nobody: nibbles swapped, then bits flipped with 0xA5.
    private static string Password(byte[] body)
    {
        var bytes = Bytes(body, PasswordField).ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            var flipped = bytes[i] ^ 0xA5;
            bytes[i] = (byte)((flipped >> 4) | (flipped << 4));
        }

        return Encoding.Unicode.GetString(bytes);
    }
}
