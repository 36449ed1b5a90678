namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>The byte that names a type (MS-TDS 2.2.5.4).</summary>
internal enum TypeToken : byte
{
    Guid = 0x24,
    IntN = 0x26,
    DateTime2N = 0x2A,
    NText = 0x63,
    BitN = 0x68,
    DecimalN = 0x6A,
    NumericN = 0x6C,
    FloatN = 0x6D,
    DateTimeN = 0x6F,
    BigVarBinary = 0xA5,
    BigVarChar = 0xA7,
    BigBinary = 0xAD,
    NVarChar = 0xE7,
    Table = 0xF3,
}
