namespace WebhookKit.SqlServer.Emulation.Sessions;

/// <summary>An error that the client sees as a <c>SqlException</c>.</summary>
internal sealed class SqlServerError(int number, byte severity, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What the emulation does not know. Real servers use no number above 50000 for themselves.</summary>
    public const int NotSupportedNumber = 59999;

    public const byte Ordinary = 16;

    public const byte EndsConnection = 20;

    public int Number { get; } = number;

    public byte Severity { get; } = severity;

    public byte State { get; init; } = 1;

    /// <summary>Whether the transaction is gone with it, as after a deadlock.</summary>
    public bool EndsTransaction { get; init; }

    /// <summary>Whether what comes after it in the batch still runs when XACT_ABORT is off.</summary>
    public bool EndsStatementOnly { get; init; }

    public static SqlServerError NotSupported(string what) =>
        new(NotSupportedNumber, Ordinary, $"not supported by the emulation: {what}");
}
