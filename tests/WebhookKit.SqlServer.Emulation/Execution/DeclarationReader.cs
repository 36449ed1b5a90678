using Microsoft.SqlServer.TransactSql.ScriptDom;
using Npgsql;
using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Steps;
using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Execution;

/// <summary>Reads the parameters that a client declares for sp_executesql.</summary>
internal static class DeclarationReader
{
    private const int UnknownType = 2715;

    private const string ColumnsOfType = """
        SELECT a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
            COALESCE(a.attnum = ANY (SELECT unnest(i.indkey) FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisunique), FALSE)
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE n.nspname = $1 AND c.relname = $2
        ORDER BY a.attnum
        """;

    public static async Task<BatchScope> ReadAsync(NpgsqlConnection connection, string declaration, CancellationToken cancellationToken)
    {
        var scope = new BatchScope();
        if (declaration.Length == 0)
        {
            return scope;
        }

        var script = Planner.Parse($"CREATE PROCEDURE [declaration] {declaration} AS RETURN;");
        foreach (var parameter in ((CreateProcedureStatement)script.Batches[0].Statements[0]).Parameters)
        {
            if (parameter.Modifier == ParameterModifier.ReadOnly)
            {
                scope.Tables[parameter.VariableName.Value] = await ShapeAsync(connection, parameter.DataType.Name, cancellationToken);
            }
            else
            {
                scope.Variables[parameter.VariableName.Value] = Types.Of(parameter.DataType);
            }
        }

        return scope;
    }

    private static async Task<TableShape> ShapeAsync(NpgsqlConnection connection, SchemaObjectName name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ColumnsOfType, connection)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = name.SchemaIdentifier?.Value ?? "dbo" },
                new NpgsqlParameter { Value = Names.TypeTable(name.BaseIdentifier.Value) },
            },
        };
        var columns = new List<(string, Values.SqlType, bool)>();
        var key = new List<int>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetBoolean(3))
            {
                key.Add(columns.Count);
            }

            columns.Add((reader.GetString(0), Results.TypeOf(reader.GetString(1)), reader.GetBoolean(2)));
        }

        return columns.Count > 0
            ? new TableShape(columns) { Key = key }
            : throw new SqlServerError(UnknownType, SqlServerError.Ordinary, $"Cannot find data type {name.BaseIdentifier.Value}.");
    }
}
