namespace WebhookKit.Benchmarks.Sending;

/// <summary>A connection, in memory, to a receiver that answers each request as soon as it has all of it.</summary>
/// <param name="bodyBytes">How long the body of each request is.</param>
internal sealed class AnsweringStream(int bodyBytes) : Stream
{
    private TaskCompletionSource<int>? _reading;
    private Memory<byte> _buffer;
    private bool _isAnswered;
    private int _missing = int.MaxValue;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isAnswered)
        {
            return new ValueTask<int>(CopyTo(buffer));
        }

        // The client looks ahead before it sends: nobody waits for that, so it ends on the thread that writes.
        _buffer = buffer;
        _reading = new TaskCompletionSource<int>();
        return new ValueTask<int>(_reading.Task);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Take(buffer.Span);
        return default;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Take(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static ReadOnlySpan<byte> Answer => "HTTP/1.1 204 No Content\r\n\r\n"u8;

    private static ReadOnlySpan<byte> EndOfHeaders => "\r\n\r\n"u8;

    // The client writes all headers at once.
    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (_missing == int.MaxValue)
        {
            _missing = bodyBytes;
            bytes = bytes[(bytes.IndexOf(EndOfHeaders) + EndOfHeaders.Length)..];
        }

        _missing -= bytes.Length;
        if (_missing == 0)
        {
            _missing = int.MaxValue;
            AnswerNow();
        }
    }

    private void AnswerNow()
    {
        _isAnswered = true;
        if (_reading is { } reading)
        {
            _reading = null;
            reading.SetResult(CopyTo(_buffer));
        }
    }

    private int CopyTo(Memory<byte> buffer)
    {
        // Connections that wait in the pool are asked for nothing now and then, to see whether they have ended.
        if (buffer.IsEmpty)
        {
            return 0;
        }

        _isAnswered = false;
        Answer.CopyTo(buffer.Span);
        return Answer.Length;
    }
}
