using System.Threading.Channels;

namespace WebhookKit.Dispatching;

/// <summary>
/// The lanes that have work, in line for a sender: the one at the head gets one delivery sent and goes to the end. Every
/// endpoint gets its turn, however long another one's queue is.
/// </summary>
internal sealed class LaneLine
{
    // Unbounded in name only: a lane stands in line at most once, and only a few thousand deliveries are in memory.
    private readonly Channel<Lane> _line = Channel.CreateUnbounded<Lane>();

    /// <summary>Puts a lane into the line, if it has work and is not there yet.</summary>
    public void Offer(Lane lane)
    {
        if (lane.TryJoinLine())
        {
            _line.Writer.TryWrite(lane);
        }
    }

    /// <summary>Waits for the lane at the head of the line.</summary>
    public ValueTask<Lane> NextAsync(CancellationToken cancellationToken) => _line.Reader.ReadAsync(cancellationToken);
}
