using WebhookKit.SqlServer.Static.Tests.Schema;

namespace WebhookKit.SqlServer.Static.Tests.Checking;

/// <summary>The type of an expression.</summary>
/// <param name="Type">Null where it is not known, or has none, as NULL.</param>
/// <param name="IsLiteral">Whether a literal was written, which takes the type of what it meets.</param>
internal sealed record ReadType(SqlType? Type, bool IsLiteral = false)
{
    private static readonly string[] Integers = ["bigint", "int", "smallint", "tinyint", "bit"];
    private static readonly string[] Texts = ["nvarchar", "varchar", "datetime2"];

    public static ReadType Unknown { get; } = new((SqlType?)null);

    /// <summary>Whether the two can be compared without that one of them is converted.</summary>
    public bool Equals(ReadType other, out string difference)
    {
        difference = $"{Type} is compared with {other.Type}";
        return Type is null || other.Type is null
            || (IsLiteral ? Fits(other.Type) : other.IsLiteral ? other.Fits(Type) : Type == other.Type);
    }

    /// <summary>Whether a column of a type takes this without conversion and without loss.</summary>
    public bool FitsInto(SqlType column) => Type is null || (IsLiteral ? Fits(column) : column.Holds(Type));

    private bool Fits(SqlType type) => (Type!.Name == "int" ? Integers : Texts).Contains(type.Name);
}
