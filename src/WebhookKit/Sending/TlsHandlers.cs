using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>
/// The handlers of endpoints with TLS settings of their own, one for each profile: the connections of a handler are not told apart by the
/// certificate that they were made with. The least recently used go first, and what is not used for a while.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class TlsHandlers(GuardedConnector connector, IOptions<SendingOptions> options, TimeProvider clock) : IDisposable
{
    public const int Most = 256;
    public static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<TlsHandler>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<TlsHandler> _latestFirst = [];
    private ITimer? _looking;
    private bool _isDisposed;

    /// <summary>How many there are, without those that are only waiting for their last requests.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byKey.Count;
            }
        }
    }

    /// <summary>Takes a handler for one request; disposing of what is returned gives it back.</summary>
    /// <param name="profile">The endpoint's profile.</param>
    /// <param name="clientKey">The client certificate with its key, where the profile has one.</param>
    public TlsLease Rent(TlsProfile profile, ReadOnlyMemory<byte> clientKey)
    {
        List<TlsHandler> ended = [];
        TlsHandler handler;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_byKey.TryGetValue(profile.Key, out var known))
            {
                _latestFirst.Remove(known);
                _latestFirst.AddFirst(known);
                handler = known.Value;
            }
            else
            {
                handler = Create(profile, clientKey);
                _byKey.Add(handler.Key, _latestFirst.AddFirst(handler));
                _looking ??= clock.CreateTimer(_ => EndIdle(), null, LookEvery, LookEvery);
            }

            handler.Users++;
            while (_byKey.Count > Most)
            {
                Remove(_latestFirst.Last!, ended);
            }
        }

        ended.ForEach(one => one.Dispose());
        return new TlsLease(this, handler);
    }

    public void Return(TlsHandler handler)
    {
        bool isLast;
        lock (_gate)
        {
            handler.Users--;
            handler.LastUsedAt = clock.GetTimestamp();
            isLast = handler is { IsRemoved: true, Users: 0 };
        }

        if (isLast)
        {
            handler.Dispose();
        }
    }

    public void Dispose()
    {
        List<TlsHandler> ended = [];
        lock (_gate)
        {
            _isDisposed = true;
            _looking?.Dispose();
            while (_latestFirst.Last is { } last)
            {
                Remove(last, ended);
            }
        }

        ended.ForEach(one => one.Dispose());
    }

    private void EndIdle()
    {
        List<TlsHandler> ended = [];
        lock (_gate)
        {
            for (var node = _latestFirst.Last; node is not null;)
            {
                var earlier = node.Previous;
                if (node.Value.Users == 0 && clock.GetElapsedTime(node.Value.LastUsedAt) >= IdleFor)
                {
                    Remove(node, ended);
                }

                node = earlier;
            }

            if (_byKey.Count == 0)
            {
                _looking?.Dispose();
                _looking = null;
            }
        }

        ended.ForEach(one => one.Dispose());
    }

    // Disposed of outside the lock; one that still has requests under way, with the last of them.
    private void Remove(LinkedListNode<TlsHandler> node, List<TlsHandler> ended)
    {
        _latestFirst.Remove(node);
        _byKey.Remove(node.Value.Key);
        node.Value.IsRemoved = true;
        if (node.Value.Users == 0)
        {
            ended.Add(node.Value);
        }
    }

    private TlsHandler Create(TlsProfile profile, ReadOnlyMemory<byte> clientKey)
    {
        var certificates = new List<X509Certificate2>();
        try
        {
            return new TlsHandler(profile.Key, DeliveryHandler.Create(connector, options, profile.Open(clientKey, certificates)), certificates);
        }
        catch
        {
            certificates.ForEach(certificate => certificate.Dispose());
            throw;
        }
    }
}
