using System.Diagnostics.CodeAnalysis;

namespace WebhookKit.SqlServer.Emulation.Values;

/// <summary>The types that the emulation knows.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "They are T-SQL's own names.")]
public enum SqlTypeKind
{
    /// <summary><c>bigint</c>, a <see cref="long"/>.</summary>
    BigInt,

    /// <summary><c>int</c>, an <see cref="int"/>.</summary>
    Int,

    /// <summary><c>smallint</c>, a <see cref="short"/>.</summary>
    SmallInt,

    /// <summary><c>tinyint</c>, a <see cref="byte"/>.</summary>
    TinyInt,

    /// <summary><c>bit</c>, a <see cref="bool"/>.</summary>
    Bit,

    /// <summary><c>decimal</c> and <c>numeric</c>, a <see cref="decimal"/>.</summary>
    Decimal,

    /// <summary><c>float</c>, a <see cref="double"/>.</summary>
    Float,

    /// <summary><c>uniqueidentifier</c>, a <see cref="Guid"/>.</summary>
    UniqueIdentifier,

    /// <summary><c>datetime2</c>, a <see cref="System.DateTime"/>.</summary>
    DateTime2,

    /// <summary><c>datetime</c>, which clients send for a value without a type; a <see cref="System.DateTime"/>.</summary>
    DateTime,

    /// <summary><c>nvarchar</c>, a <see cref="string"/>.</summary>
    NVarChar,

    /// <summary><c>varchar</c>, a <see cref="string"/>.</summary>
    VarChar,

    /// <summary><c>varbinary</c>, an array of <see cref="byte"/>.</summary>
    VarBinary,

    /// <summary><c>binary</c>, an array of <see cref="byte"/>.</summary>
    Binary,
}
