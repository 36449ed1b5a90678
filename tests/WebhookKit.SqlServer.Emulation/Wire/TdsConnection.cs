using WebhookKit.SqlServer.Emulation.Faults;
using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.SqlServer.Emulation.Sessions;

namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>One connection of a client, from its first packet to its last.</summary>
internal sealed partial class TdsConnection(TdsTransport transport, int number, ISqlBackEnd backEnd, FaultPlan faults, RequestLog log)
{
    private const int IgnoredBit = 0x02;

    private ISqlSession? _session;
    private ulong _told;

    /// <summary>Serves the client until it leaves, is cut off or the server stops.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await ServeAsync(stopping);
        }
        finally
        {
            if (_session is not null)
            {
                await _session.DisposeAsync();
            }
        }
    }

    // The next message is read while one is worked on, because it may be the wish to stop that.
    private async Task ServeAsync(CancellationToken stopping)
    {
        var next = transport.ReadAsync(stopping);
        while (await next is { } message)
        {
            next = transport.ReadAsync(stopping);
            using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            var handling = HandleAsync(message, cancelling.Token);
            await Task.WhenAny(handling, next);
            if (next.IsCompletedSuccessfully && !handling.IsCompleted && await next is null or { Type: MessageType.Attention })
            {
                await cancelling.CancelAsync();
            }

            if (!await handling)
            {
                return;
            }
        }
    }

    private async Task<bool> HandleAsync(TdsMessage message, CancellationToken cancellationToken)
    {
        switch (message.Type)
        {
            case MessageType.PreLogin:
                await SendAsync(PreLogin.Answer());
                return true;
            case MessageType.Login:
                return await LogInAsync(LoginReader.Read(message.Body), cancellationToken);
            case MessageType.Attention:
                log.Add(new SqlRequest { Kind = SqlRequestKind.Attention, Connection = number, Text = "" });
                await AcknowledgeAsync();
                return true;
            case not MessageType.Batch and not MessageType.Procedure and not MessageType.TransactionManager:
            case var _ when _session is null:
                transport.Drop();
                return false;
            case var _ when (message.Status & IgnoredBit) != 0:
                return true;
            default:
                return await AnswerAsync(message, _session, cancellationToken);
        }
    }

    private async Task<bool> LogInAsync(LoginRequest login, CancellationToken cancellationToken)
    {
        var request = new SqlRequest { Kind = SqlRequestKind.Login, Connection = number, Text = login.Database };
        log.Add(request);
        var writer = new TdsWriter();
        try
        {
            var fault = faults.For(request);
            if (fault is not null && await StrikeBeforeAsync(fault, cancellationToken))
            {
                return false;
            }

            _session = await backEnd.LogInAsync(login, cancellationToken);
            if (fault is not null)
            {
                transport.Drop();
                return false;
            }

            Tokens.WriteLoggedIn(writer, login.Database.Length == 0 ? "master" : login.Database, login.PacketSize);
            Tokens.WriteDone(writer, Tokens.Done, 0);
            await SendAsync(writer);
            transport.PacketLength = login.PacketSize;
            return true;
        }
        catch (SqlServerError refusal)
        {
            Tokens.WriteError(writer, refusal);
            Tokens.WriteDone(writer, Tokens.Done, Tokens.ErrorBit);
            await SendAsync(writer);
            return false;
        }
    }

    private async Task<bool> AnswerAsync(TdsMessage message, ISqlSession session, CancellationToken cancellationToken)
    {
        FaultAction? fault = null;
        SqlAnswer answer;
        try
        {
            if (message.Resets)
            {
                await session.ResetAsync(message.KeepsTransaction, cancellationToken);
                _told = session.Transaction;
            }

            var request = RequestReader.Read(message, number);
            log.Add(request);
            fault = faults.For(request);
            if (fault is not null && await StrikeBeforeAsync(fault, cancellationToken))
            {
                return false;
            }

            answer = await session.RunAsync(request, cancellationToken);
            await StrikeAfterAsync(fault, answer, cancellationToken);
        }
        catch (SqlServerError error)
        {
            await session.FailAsync(error);
            answer = new SqlAnswer();
            answer.Fail(error);
        }
        catch (OperationCanceledException)
        {
            // The client asked for it, or is gone. Its wish is the next message, and that is acknowledged.
            await session.FailAsync(error: null);
            return true;
        }

        return await SendAsync(answer, fault, message, session);
    }

    private async Task<bool> SendAsync(SqlAnswer answer, FaultAction? fault, TdsMessage message, ISqlSession session)
    {
        switch (fault?.Kind)
        {
            case FaultKind.DropAfter:
                transport.Drop();
                return false;
            case FaultKind.DropDuring:
                await transport.SendAsync(AnswerWriter.WriteBeginning(answer, fault.Rows).Written, isWhole: false, CancellationToken.None);
                transport.Drop();
                return false;
        }

        await SendAsync(AnswerWriter.Write(answer, message.Type == MessageType.Procedure, transport.Room, writer =>
        {
            if (message.Resets)
            {
                Tokens.WriteConnectionReset(writer);
            }

            TellTransaction(writer, session);
        }));
        return answer.Error is not { Severity: >= SqlServerError.EndsConnection };
    }

    private async Task AcknowledgeAsync()
    {
        var writer = new TdsWriter();
        if (_session is not null)
        {
            TellTransaction(writer, _session);
        }

        Tokens.WriteDone(writer, Tokens.Done, Tokens.AttentionBit);
        await SendAsync(writer);
    }

    private void TellTransaction(TdsWriter writer, ISqlSession session)
    {
        Tokens.WriteTransaction(writer, _told, session.Transaction, session.HasCommitted);
        _told = session.Transaction;
    }

    // An answer that has begun is finished: what the client no longer wants, it skips.
    private Task SendAsync(TdsWriter writer) => transport.SendAsync(writer.Written, isWhole: true, CancellationToken.None);
}
