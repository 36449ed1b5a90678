using Npgsql;
using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Translation;
using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Execution;

/// <summary>Reads what PostgreSQL answers, as SQL Server would answer it.</summary>
internal static class Results
{
    private const byte LargestPrecision = 38;

    public static async Task<(ResultColumn[] Columns, List<object?[]> Rows)> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var columns = new ResultColumn[reader.FieldCount];
        for (var i = 0; i < columns.Length; i++)
        {
            var name = reader.GetName(i);
            columns[i] = new ResultColumn(name == QueryTranslator.Nameless ? "" : name, TypeOf(reader.GetDataTypeName(i)));
        }

        var rows = new List<object?[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object?[columns.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : Value(reader, i, columns[i].Type.Kind);
            }

            rows.Add(row);
        }

        ScaleDecimals(columns, rows);
        return (columns, rows);
    }

    /// <summary>The type that a PostgreSQL type stands for.</summary>
    public static SqlType TypeOf(string name)
    {
        var plain = name.Split('(')[0];
        return plain switch
        {
            "bigint" => new SqlType(SqlTypeKind.BigInt),
            "integer" => new SqlType(SqlTypeKind.Int),
            "smallint" => new SqlType(SqlTypeKind.SmallInt),
            "tsql.tinyint" => new SqlType(SqlTypeKind.TinyInt),
            "boolean" => new SqlType(SqlTypeKind.Bit),
            "numeric" => new SqlType(SqlTypeKind.Decimal, Precision: LargestPrecision),
            "double precision" => new SqlType(SqlTypeKind.Float),
            "uuid" => new SqlType(SqlTypeKind.UniqueIdentifier),
            "text" or "character varying" or "name" => new SqlType(SqlTypeKind.NVarChar, SqlType.Max),
            "bytea" => new SqlType(SqlTypeKind.VarBinary, SqlType.Max),
            _ when plain.StartsWith("timestamp", StringComparison.Ordinal) && !name.EndsWith("with time zone", StringComparison.Ordinal) =>
                new SqlType(SqlTypeKind.DateTime2, Scale: SqlType.FinestScale),
            _ => throw SqlServerError.NotSupported($"a column of PostgreSQL's type {name}"),
        };
    }

    private static object Value(NpgsqlDataReader reader, int column, SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.DateTime2 => MomentCodec.FromStored(reader.GetFieldValue<long>(column)),
        SqlTypeKind.UniqueIdentifier => GuidOrder.FromStored(reader.GetGuid(column)),
        _ => reader.GetValue(column),
    };

    // How many digits a number has after its point is known only when it is there.
    private static void ScaleDecimals(ResultColumn[] columns, List<object?[]> rows)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Type.Kind == SqlTypeKind.Decimal)
            {
                var scale = rows.Select(row => row[i]).OfType<decimal>().Select(value => value.Scale).DefaultIfEmpty().Max();
                columns[i] = columns[i] with { Type = columns[i].Type with { Scale = scale } };
            }
        }
    }
}
