using System.Globalization;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>
/// Which PostgreSQL type stands for which. A <c>datetime2</c> is a timestamp in which a tick of 100 ns is one microsecond since
/// the year 1: nothing is lost, everything sorts, and <c>datetime2(n)</c> rounds as <c>timestamp(n - 1)</c>.
/// </summary>
internal static class Types
{
    private const int DefaultLength = 1;
    private const int DefaultLengthOfCast = 30;
    private const byte DefaultPrecision = 18;

    public static SqlType Of(DataTypeReference reference, bool isCast = false)
    {
        if (reference is not SqlDataTypeReference type)
        {
            throw SqlServerError.NotSupported($"the type {string.Join('.', reference.Name.Identifiers.Select(part => part.Value))}");
        }

        var length = Length(type, isCast ? DefaultLengthOfCast : DefaultLength);
        return type.SqlDataTypeOption switch
        {
            SqlDataTypeOption.BigInt => new SqlType(SqlTypeKind.BigInt),
            SqlDataTypeOption.Int => new SqlType(SqlTypeKind.Int),
            SqlDataTypeOption.SmallInt => new SqlType(SqlTypeKind.SmallInt),
            SqlDataTypeOption.TinyInt => new SqlType(SqlTypeKind.TinyInt),
            SqlDataTypeOption.Bit => new SqlType(SqlTypeKind.Bit),
            SqlDataTypeOption.Decimal or SqlDataTypeOption.Numeric =>
                new SqlType(SqlTypeKind.Decimal, Precision: Number(type, 0, DefaultPrecision), Scale: Number(type, 1, 0)),
            SqlDataTypeOption.Float => new SqlType(SqlTypeKind.Float),
            SqlDataTypeOption.UniqueIdentifier => new SqlType(SqlTypeKind.UniqueIdentifier),
            SqlDataTypeOption.DateTime2 => new SqlType(SqlTypeKind.DateTime2, Scale: Number(type, 0, SqlType.FinestScale)),
            SqlDataTypeOption.DateTime => new SqlType(SqlTypeKind.DateTime),
            SqlDataTypeOption.NVarChar => new SqlType(SqlTypeKind.NVarChar, length),
            SqlDataTypeOption.VarChar => new SqlType(SqlTypeKind.VarChar, length),
            SqlDataTypeOption.VarBinary => new SqlType(SqlTypeKind.VarBinary, length),
            SqlDataTypeOption.Binary => new SqlType(SqlTypeKind.Binary, length),
            _ => throw SqlServerError.NotSupported($"the type {type.SqlDataTypeOption}"),
        };
    }

    public static string ToPostgreSql(SqlType type) => type.Kind switch
    {
        SqlTypeKind.BigInt => "bigint",
        SqlTypeKind.Int => "integer",
        SqlTypeKind.SmallInt => "smallint",
        SqlTypeKind.TinyInt => "tsql.tinyint",
        SqlTypeKind.Bit => "boolean",
        SqlTypeKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"numeric({type.Precision},{type.Scale})"),
        SqlTypeKind.Float => "double precision",
        SqlTypeKind.UniqueIdentifier => "uuid",
        SqlTypeKind.DateTime2 => Moment(type),
        SqlTypeKind.NVarChar or SqlTypeKind.VarChar => type.Length == SqlType.Max ? "text" : string.Create(CultureInfo.InvariantCulture, $"varchar({type.Length})"),
        SqlTypeKind.VarBinary or SqlTypeKind.Binary => "bytea",
        _ => throw SqlServerError.NotSupported($"the type {type.Kind}"),
    };

    /// <summary>What a value of the type is sent as. It carries no facets: those belong to columns.</summary>
    public static string ToParameter(SqlType type) => type.Kind switch
    {
        SqlTypeKind.TinyInt => "smallint",
        SqlTypeKind.Decimal => "numeric",
        SqlTypeKind.DateTime2 or SqlTypeKind.DateTime => "timestamp",
        SqlTypeKind.NVarChar or SqlTypeKind.VarChar => "text",
        _ => ToPostgreSql(type),
    };

    private static string Moment(SqlType type) => type.Scale switch
    {
        SqlType.FinestScale => "timestamp",
        0 => throw SqlServerError.NotSupported("datetime2(0)"),
        _ => string.Create(CultureInfo.InvariantCulture, $"timestamp({type.Scale - 1})"),
    };

    private static int Length(SqlDataTypeReference type, int missing) => type.Parameters switch
    {
        [MaxLiteral] => SqlType.Max,
        [IntegerLiteral length] => int.Parse(length.Value, CultureInfo.InvariantCulture),
        _ => missing,
    };

    private static byte Number(SqlDataTypeReference type, int index, byte missing) =>
        type.Parameters.Count > index ? byte.Parse(type.Parameters[index].Value, CultureInfo.InvariantCulture) : missing;
}
