using System.Globalization;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>Translates calls of built-in functions.</summary>
internal sealed class FunctionTranslator(Translator translator)
{
    private const long TicksOfMicrosecond = TimeSpan.TicksPerMicrosecond;

    public string Translate(FunctionCall call)
    {
        if (call.CallTarget is not null)
        {
            throw Translator.Unknown(call);
        }

        return call.OverClause is null ? Plain(call) : $"{Windowed(call)} OVER ({Window(call.OverClause)})";
    }

    private string Plain(FunctionCall call)
    {
        var name = call.FunctionName.Value.ToUpperInvariant();
        return name switch
        {
            "SYSUTCDATETIME" => translator.Slot(new ParameterSlot(SlotSource.Clock)),
            "NEWID" => "tsql.newid()",
            "DATEADD" => $"tsql.dateadd({TicksOf(call)}, {Argument(call, 1)}, {Argument(call, 2)})",
            "DATEDIFF_BIG" => $"tsql.datediff({TicksOf(call)}, {Argument(call, 1)}, {Argument(call, 2)})",
            "DATEDIFF" => $"tsql.datediff({TicksOf(call)}, {Argument(call, 1)}, {Argument(call, 2)})::integer",
            "ISNULL" => $"COALESCE({Arguments(call)})",
            "COUNT" or "COUNT_BIG" or "SUM" or "MIN" or "MAX" => Aggregate(call, name),
            "STRING_AGG" => StringAggregate(call),
            "LEN" or "DATALENGTH" or "SUBSTRING" or "CHARINDEX" or "OBJECT_ID" or "SCHEMA_ID" or "TYPE_ID" or "DB_ID" or "DB_NAME" or "HAS_PERMS_BY_NAME" =>
                $"tsql.{name.ToLowerInvariant()}({Arguments(call)})",
            "LOWER" or "UPPER" or "REPLACE" or "CONCAT" or "ABS" or "LTRIM" or "RTRIM" or "GREATEST" or "LEAST" =>
                $"{name.ToLowerInvariant()}({Arguments(call)})",
            "CEILING" or "FLOOR" => $"tsql.{name.ToLowerInvariant()}({Arguments(call)})",
            _ => throw Translator.Unknown(call),
        };
    }

    private string Windowed(FunctionCall call) => call.FunctionName.Value.ToUpperInvariant() switch
    {
        "ROW_NUMBER" or "RANK" or "DENSE_RANK" => $"{call.FunctionName.Value.ToLowerInvariant()}()",
        "COUNT" => "count(*)",
        "COUNT_BIG" or "SUM" or "MIN" or "MAX" => Aggregate(call, call.FunctionName.Value.ToUpperInvariant()),
        "LAG" or "LEAD" => $"{call.FunctionName.Value.ToLowerInvariant()}({Arguments(call)})",
        _ => throw Translator.Unknown(call),
    };

    private string Window(OverClause over)
    {
        if (over.WindowFrameClause is not null)
        {
            throw Translator.Unknown(over);
        }

        var partition = over.Partitions.Count > 0 ? $"PARTITION BY {translator.Expressions.Translate(over.Partitions)} " : "";
        return partition + (over.OrderByClause is null ? "" : translator.Queries.OrderBy(over.OrderByClause));
    }

    private string Aggregate(FunctionCall call, string name)
    {
        var distinct = call.UniqueRowFilter == UniqueRowFilter.Distinct ? "DISTINCT " : "";
        var argument = $"({distinct}{Arguments(call)})";
        return name switch
        {
            "COUNT" => $"CAST(count{argument} AS integer)",
            "COUNT_BIG" => $"count{argument}",
            "SUM" => $"tsql.sum{argument}",
            _ => $"{name.ToLowerInvariant()}{argument}",
        };
    }

    private string StringAggregate(FunctionCall call)
    {
        var order = call.WithinGroupClause is null ? "" : $" {translator.Queries.OrderBy(call.WithinGroupClause.OrderByClause)}";
        return $"string_agg({Arguments(call)}{order})";
    }

    private string Arguments(FunctionCall call) => translator.Expressions.Translate(call.Parameters);

    private string Argument(FunctionCall call, int index) => translator.Expressions.Translate(call.Parameters[index]);

    private static string TicksOf(FunctionCall call)
    {
        if (call.Parameters is not [IdentifierLiteral part, _, _])
        {
            throw Translator.Unknown(call);
        }

        var ticks = part.Value.ToUpperInvariant() switch
        {
            "DAY" or "DD" or "D" => TimeSpan.TicksPerDay,
            "HOUR" or "HH" => TimeSpan.TicksPerHour,
            "MINUTE" or "MI" or "N" => TimeSpan.TicksPerMinute,
            "SECOND" or "SS" or "S" => TimeSpan.TicksPerSecond,
            "MILLISECOND" or "MS" => TimeSpan.TicksPerMillisecond,
            "MICROSECOND" or "MCS" => TicksOfMicrosecond,
            _ => throw Translator.Unknown(call),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{ticks}::bigint");
    }
}
