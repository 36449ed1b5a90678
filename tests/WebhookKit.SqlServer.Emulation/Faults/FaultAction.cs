using WebhookKit.SqlServer.Emulation.Sessions;

namespace WebhookKit.SqlServer.Emulation.Faults;

/// <summary>What a server does wrong with a request.</summary>
public sealed class FaultAction
{
    private FaultAction(FaultKind kind)
    {
        Kind = kind;
    }

    /// <summary>Cuts the connection before the request has any effect.</summary>
    public static FaultAction DropBefore { get; } = new(FaultKind.DropBefore);

    /// <summary>Lets the request take effect and cuts the connection instead of answering.</summary>
    public static FaultAction DropAfter { get; } = new(FaultKind.DropAfter);

    /// <summary>Neither does the request nor answers it, until the client gives up.</summary>
    public static FaultAction Hang { get; } = new(FaultKind.Hang);

    /// <summary>Lets the request take effect and does not answer it, until the client gives up.</summary>
    public static FaultAction HangAfter { get; } = new(FaultKind.HangAfter);

    internal FaultKind Kind { get; }

    internal SqlServerError? ErrorToSend { get; private init; }

    internal int Rows { get; private init; }

    /// <summary>Answers with an error instead of doing the request. A deadlock (1205) ends the transaction, as it does on a server.</summary>
    /// <param name="number">The error's number, such as 1205.</param>
    /// <param name="severity">The error's class; from 20 on the connection ends with it.</param>
    /// <param name="text">The error's text.</param>
    public static FaultAction Error(int number, byte severity, string text) =>
        new(FaultKind.Error) { ErrorToSend = ErrorOf(number, severity, text) };

    /// <summary>Lets the request take effect and answers with an error all the same.</summary>
    /// <inheritdoc cref="Error"/>
    public static FaultAction ErrorAfter(int number, byte severity, string text) =>
        new(FaultKind.ErrorAfter) { ErrorToSend = ErrorOf(number, severity, text) };

    /// <summary>Lets the request take effect and cuts the connection in the middle of the answer.</summary>
    /// <param name="rows">How many rows arrive before.</param>
    public static FaultAction DropDuring(int rows) => new(FaultKind.DropDuring) { Rows = rows };

    private static SqlServerError ErrorOf(int number, byte severity, string text) =>
        new(number, severity, text) { EndsTransaction = number == ErrorNumbers.Deadlock };
}
