using Npgsql;
using NpgsqlTypes;
using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Execution;

/// <summary>Makes PostgreSQL's parameters of values.</summary>
internal static class Parameters
{
    public static NpgsqlParameter Of(SlotValue slot)
    {
        var type = TypeOf(slot.Type.Kind);
        if (!slot.IsArray)
        {
            return new NpgsqlParameter { NpgsqlDbType = type, Value = Stored(slot.Type.Kind, slot.Value) ?? DBNull.Value };
        }

        return new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = ArrayOf(slot.Type.Kind, (object?[])slot.Value!) };
    }

    private static object? Stored(SqlTypeKind kind, object? value) => (kind, value) switch
    {
        (SqlTypeKind.TinyInt, byte small) => (short)small,
        (SqlTypeKind.UniqueIdentifier, Guid id) => GuidOrder.ToStored(id),
        (SqlTypeKind.DateTime2 or SqlTypeKind.DateTime, DateTime moment) => MomentCodec.ToStored(moment),
        _ => value,
    };

    private static NpgsqlDbType TypeOf(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.BigInt => NpgsqlDbType.Bigint,
        SqlTypeKind.Int => NpgsqlDbType.Integer,
        SqlTypeKind.SmallInt or SqlTypeKind.TinyInt => NpgsqlDbType.Smallint,
        SqlTypeKind.Bit => NpgsqlDbType.Boolean,
        SqlTypeKind.Decimal => NpgsqlDbType.Numeric,
        SqlTypeKind.Float => NpgsqlDbType.Double,
        SqlTypeKind.UniqueIdentifier => NpgsqlDbType.Uuid,
        SqlTypeKind.DateTime2 or SqlTypeKind.DateTime => NpgsqlDbType.Timestamp,
        SqlTypeKind.NVarChar or SqlTypeKind.VarChar => NpgsqlDbType.Text,
        SqlTypeKind.VarBinary or SqlTypeKind.Binary => NpgsqlDbType.Bytea,
        _ => throw SqlServerError.NotSupported($"a parameter of the type {kind}"),
    };

    private static Array ArrayOf(SqlTypeKind kind, object?[] values) => kind switch
    {
        SqlTypeKind.BigInt => Cast<long?>(kind, values),
        SqlTypeKind.Int => Cast<int?>(kind, values),
        SqlTypeKind.SmallInt or SqlTypeKind.TinyInt => Cast<short?>(kind, values),
        SqlTypeKind.Bit => Cast<bool?>(kind, values),
        SqlTypeKind.Decimal => Cast<decimal?>(kind, values),
        SqlTypeKind.Float => Cast<double?>(kind, values),
        SqlTypeKind.UniqueIdentifier => Cast<Guid?>(kind, values),
        SqlTypeKind.DateTime2 or SqlTypeKind.DateTime => Cast<long?>(kind, values),
        SqlTypeKind.NVarChar or SqlTypeKind.VarChar => Cast<string>(kind, values),
        _ => Cast<byte[]>(kind, values),
    };

    private static T?[] Cast<T>(SqlTypeKind kind, object?[] values) => Array.ConvertAll(values, value => (T?)Stored(kind, value));
}
