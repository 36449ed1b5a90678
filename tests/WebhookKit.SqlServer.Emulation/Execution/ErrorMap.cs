using Npgsql;
using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Execution;

/// <summary>Says as SQL Server what PostgreSQL says.</summary>
internal static class ErrorMap
{
    private const int SessionKilled = 596;

    public static SqlServerError Of(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => Duplicate(error),
        PostgresErrorCodes.ForeignKeyViolation => Statement(ErrorNumbers.ConstraintBroken, error),
        PostgresErrorCodes.CheckViolation => Check(error),
        PostgresErrorCodes.NotNullViolation => Statement(ErrorNumbers.NullRefused, error),
        PostgresErrorCodes.StringDataRightTruncation => Statement(ErrorNumbers.WouldTruncate, error),
        PostgresErrorCodes.NumericValueOutOfRange => Statement(ErrorNumbers.ArithmeticOverflow, error),
        PostgresErrorCodes.DivisionByZero => Statement(ErrorNumbers.DivisionByZero, error),
        PostgresErrorCodes.InvalidTextRepresentation or PostgresErrorCodes.InvalidDatetimeFormat => Batch(ErrorNumbers.ConversionFailed, error),
        PostgresErrorCodes.DeadlockDetected => Transaction(ErrorNumbers.Deadlock, 13, error),
        PostgresErrorCodes.SerializationFailure => Transaction(ErrorNumbers.UpdateConflict, SqlServerError.Ordinary, error),
        PostgresErrorCodes.LockNotAvailable => Statement(ErrorNumbers.LockTimeout, error),
        PostgresErrorCodes.UndefinedTable => Batch(ErrorNumbers.MissingObject, error),
        PostgresErrorCodes.UndefinedColumn => Batch(ErrorNumbers.MissingColumn, error),
        PostgresErrorCodes.InvalidSchemaName => Batch(ErrorNumbers.MissingSchema, error),
        PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateSchema or PostgresErrorCodes.DuplicateObject => Batch(ErrorNumbers.ObjectExists, error),
        PostgresErrorCodes.DuplicateDatabase => Batch(ErrorNumbers.DatabaseExists, error),
        PostgresErrorCodes.DependentObjectsStillExist => Batch(ErrorNumbers.CannotDrop, error),
        PostgresErrorCodes.InsufficientPrivilege when error.MessageText.Contains("for database", StringComparison.Ordinal) =>
            Statement(ErrorNumbers.CreationDenied, error),
        PostgresErrorCodes.InsufficientPrivilege => Statement(ErrorNumbers.PermissionDenied, error),
        _ when error.SqlState.StartsWith("57P", StringComparison.Ordinal) || error.SqlState.StartsWith("08", StringComparison.Ordinal) => Lost(error),
        _ => new SqlServerError(
            SqlServerError.NotSupportedNumber,
            SqlServerError.Ordinary,
            $"not supported by the emulation: {error.SqlState} {error.MessageText}",
            error),
    };

    /// <summary>PostgreSQL itself is gone: to the client, the server ends the session.</summary>
    public static SqlServerError Lost(Exception error) =>
        new(SessionKilled, 21, $"Cannot continue the execution because the session is in the kill state. {error.Message}", error) { EndsTransaction = true };

    private static SqlServerError Duplicate(PostgresException error)
    {
        var table = error.TableName ?? "";
        var name = error.ConstraintName is { } index && index.Length > table.Length ? index : $"{table}?";
        var isConstraint = name[table.Length] == Names.ConstraintMark;
        return new SqlServerError(
            isConstraint ? ErrorNumbers.DuplicateKey : ErrorNumbers.DuplicateIndexKey,
            14,
            isConstraint
                ? $"Violation of the constraint '{name[(table.Length + 1)..]}'. Cannot insert duplicate key in object '{error.SchemaName}.{table}'."
                : $"Cannot insert duplicate key row in object '{error.SchemaName}.{table}' with unique index '{name[(table.Length + 1)..]}'.",
            error)
        {
            EndsStatementOnly = true,
        };
    }

    private static SqlServerError Check(PostgresException error)
    {
        var number = error.ConstraintName switch
        {
            "tinyint_check" => ErrorNumbers.NumberOverflow,
            { } name when name.StartsWith(TableDefinitionTranslator.LengthMark, StringComparison.Ordinal) => ErrorNumbers.WouldTruncate,
            _ => ErrorNumbers.ConstraintBroken,
        };
        return Statement(number, error);
    }

    private static SqlServerError Statement(int number, PostgresException error) =>
        new(number, SqlServerError.Ordinary, error.MessageText, error) { EndsStatementOnly = true };

    private static SqlServerError Batch(int number, PostgresException error) => new(number, SqlServerError.Ordinary, error.MessageText, error);

    private static SqlServerError Transaction(int number, byte severity, PostgresException error) =>
        new(number, severity, error.MessageText, error) { EndsTransaction = true };
}
