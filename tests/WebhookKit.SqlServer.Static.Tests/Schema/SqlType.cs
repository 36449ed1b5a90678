using System.Globalization;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Static.Tests.Schema;

/// <summary>A type with its size: the length of a text or of bytes (-1 for max), the digits of a time, or 0.</summary>
internal sealed record SqlType(string Name, int Size)
{
    private const int Max = -1;
    private const int TimeDigits = 7;

    public static SqlType Int { get; } = new("int", 0);

    public static SqlType BigInt { get; } = new("bigint", 0);

    public static SqlType Time { get; } = new("datetime2", TimeDigits);

    public static SqlType Of(DataTypeReference type)
    {
        var name = type.Name.BaseIdentifier.Value.ToLowerInvariant();
        var size = (type as ParameterizedDataTypeReference)?.Parameters.FirstOrDefault() switch
        {
            MaxLiteral => Max,
            { } literal => int.Parse(literal.Value, CultureInfo.InvariantCulture),
            null => name is "datetime2" or "datetimeoffset" or "time" ? TimeDigits : 0,
        };
        return new SqlType(name, size);
    }

    /// <summary>Whether every value of another size of the same type has room.</summary>
    public bool Holds(SqlType other) => Name == other.Name && (Size == Max || (other.Size != Max && other.Size <= Size));

    public override string ToString() => Size switch { 0 => Name, Max => $"{Name}(max)", _ => $"{Name}({Size})" };
}
