using System.Net;

namespace WebhookKit.Tests.Sending;

/// <summary>A system resolver whose name servers are silent for every name that begins with <c>dead</c>, until it is disposed of.</summary>
internal sealed class HeldNames(IPAddress answer) : IDisposable
{
    private readonly ManualResetEventSlim _released = new();
    private int _held;

    /// <summary>How many threads are held now.</summary>
    public int Held => Volatile.Read(ref _held);

    public IPAddress[] LookUp(string host)
    {
        if (host.StartsWith("dead", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _held);
            _released.Wait();
            Interlocked.Decrement(ref _held);
        }

        return [answer];
    }

    public void Dispose() => _released.Set();
}
