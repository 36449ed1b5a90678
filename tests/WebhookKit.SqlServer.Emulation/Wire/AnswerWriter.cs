using WebhookKit.SqlServer.Emulation.Sessions;

namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>Puts an answer into tokens.</summary>
internal static class AnswerWriter
{
    /// <summary>Writes all of it.</summary>
    /// <param name="answer">What to say.</param>
    /// <param name="isProcedure">A procedure ends with a status of its own.</param>
    /// <param name="room">How much of it a packet holds.</param>
    /// <param name="writeTransaction">Says what became of the transaction; written before the end.</param>
    public static TdsWriter Write(SqlAnswer answer, bool isProcedure, int room, Action<TdsWriter> writeTransaction)
    {
        var writer = new TdsWriter(room);
        for (var i = 0; i < answer.Results.Count; i++)
        {
            var isLast = !isProcedure && i == answer.Results.Count - 1;
            if (isLast)
            {
                writeTransaction(writer);
            }

            WriteResult(writer, answer.Results[i], isProcedure ? Tokens.DoneInProcedure : Tokens.Done, isLast);
        }

        if (isProcedure || answer.Results.Count == 0)
        {
            writeTransaction(writer);
            WriteEnd(writer, answer, isProcedure);
        }

        return writer;
    }

    /// <summary>Writes no more than a number of rows, and no end.</summary>
    public static TdsWriter WriteBeginning(SqlAnswer answer, int rows)
    {
        var writer = new TdsWriter();
        if (answer.Results.FirstOrDefault(result => result.Columns is not null) is { } result)
        {
            WriteRows(writer, result, rows);
        }

        return writer;
    }

    private static void WriteEnd(TdsWriter writer, SqlAnswer answer, bool isProcedure)
    {
        if (!isProcedure)
        {
            Tokens.WriteDone(writer, Tokens.Done, 0);
            return;
        }

        Tokens.WriteReturnStatus(writer, answer.ReturnStatus);
        foreach (var output in answer.Outputs)
        {
            Tokens.WriteOutput(writer, output);
        }

        Tokens.WriteDone(writer, Tokens.DoneProcedure, answer.Error is null ? 0 : Tokens.ErrorBit);
    }

    private static void WriteResult(TdsWriter writer, StatementResult result, byte token, bool isLast)
    {
        WriteRows(writer, result, int.MaxValue);
        if (result.Error is not null)
        {
            Tokens.WriteError(writer, result.Error);
        }

        Tokens.WriteDone(
            writer,
            token,
            (isLast ? 0 : Tokens.MoreBit) | (result.Error is null ? 0 : Tokens.ErrorBit) | (result.Count is null ? 0 : Tokens.CountBit),
            result.Kind,
            result.Count ?? 0);
    }

    private static void WriteRows(TdsWriter writer, StatementResult result, int limit)
    {
        if (result.Columns is null)
        {
            return;
        }

        Tokens.WriteColumns(writer, result.Columns);
        foreach (var row in result.Rows.Take(limit))
        {
            Tokens.WriteRow(writer, result.Columns, row);
        }
    }
}
