using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>
/// The handlers of endpoints with TLS settings or an egress policy of their own, one for each combination: the connections of a handler are
/// not told apart by the certificate that they were made with, nor by the policy that allowed them. The least recently used go first, and what
/// is not used for a while.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class KeptHandlers(IOptions<SendingOptions> options, TimeProvider clock) : IDisposable
{
    public const int Most = 256;
    public static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<HandlerKey, LinkedListNode<KeptHandler>> _byKey = [];
    private readonly LinkedList<KeptHandler> _latestFirst = [];
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
    /// <param name="route">The way out of the endpoint.</param>
    /// <param name="profile">Its profile; null where it does not differ in TLS.</param>
    /// <param name="clientKey">The client certificate with its key, where the profile has one.</param>
    public HandlerLease Rent(EgressRoute route, TlsProfile? profile, ReadOnlyMemory<byte> clientKey)
    {
        var key = new HandlerKey(route.Name, profile?.Key ?? "");
        List<KeptHandler> ended = [];
        KeptHandler handler;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_byKey.TryGetValue(key, out var known))
            {
                _latestFirst.Remove(known);
                _latestFirst.AddFirst(known);
                handler = known.Value;
            }
            else
            {
                handler = Create(key, route, profile, clientKey);
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
        return new HandlerLease(this, handler);
    }

    public void Return(KeptHandler handler)
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
        List<KeptHandler> ended = [];
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
        List<KeptHandler> ended = [];
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
    private void Remove(LinkedListNode<KeptHandler> node, List<KeptHandler> ended)
    {
        _latestFirst.Remove(node);
        _byKey.Remove(node.Value.Key);
        node.Value.IsRemoved = true;
        if (node.Value.Users == 0)
        {
            ended.Add(node.Value);
        }
    }

    private KeptHandler Create(HandlerKey key, EgressRoute route, TlsProfile? profile, ReadOnlyMemory<byte> clientKey)
    {
        var certificates = new List<X509Certificate2>();
        try
        {
            var tls = profile?.Open(clientKey, certificates) ?? TlsProfile.Ordinary();
            return new KeptHandler(key, DeliveryHandler.Create(route.Connector, options, tls), certificates);
        }
        catch
        {
            certificates.ForEach(certificate => certificate.Dispose());
            throw;
        }
    }
}
