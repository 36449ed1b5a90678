using WebhookKit.SqlServer.Emulation.Faults;
using WebhookKit.SqlServer.Emulation.Sessions;

namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>What goes wrong before a request is worked on, and after it.</summary>
internal sealed partial class TdsConnection
{
    /// <returns>Whether the connection is cut.</returns>
    private async Task<bool> StrikeBeforeAsync(FaultAction fault, CancellationToken cancellationToken)
    {
        switch (fault.Kind)
        {
            case FaultKind.Error:
                throw fault.ErrorToSend!;
            case FaultKind.Hang:
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return false;
            case FaultKind.DropBefore:
                transport.Drop();
                return true;
            default:
                return false;
        }
    }

    private static async Task StrikeAfterAsync(FaultAction? fault, SqlAnswer answer, CancellationToken cancellationToken)
    {
        switch (fault?.Kind)
        {
            case FaultKind.ErrorAfter:
                answer.Results.Clear();
                answer.Fail(fault.ErrorToSend!);
                break;
            case FaultKind.HangAfter:
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
        }
    }
}
